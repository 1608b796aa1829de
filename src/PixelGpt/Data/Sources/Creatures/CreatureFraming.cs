namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Checks a drawn creature and crops it from the canvas.</summary>
internal static class CreatureFraming
{
    private const int Side = CreatureGenerator.Side;
    private const int SmallestArea = 110;
    private const int FewestEyePixels = 2;

    /// <summary>Checks that the creature with its outline fits a sprite, is large enough and has visible eyes.</summary>
    public static CreatureFit Check(Canvas canvas)
    {
        (int left, int top, int right, int bottom, int area, int eyes) = Extent(canvas);
        if (right - left + 3 > Side || bottom - top + 3 > Side) return CreatureFit.TooLarge;
        if (area < SmallestArea) return CreatureFit.TooSmall;
        return eyes < FewestEyePixels ? CreatureFit.Eyeless : CreatureFit.Fits;
    }

    /// <summary>Computes the palette indices of a sprite with the creature centred horizontally and near the bottom.</summary>
    public static int[] Crop(Canvas canvas, CanvasShader shader)
    {
        (int left, int top, int right, int bottom, _, _) = Extent(canvas);
        int spareColumns = Side - (right - left + 3), spareRows = Side - (bottom - top + 3);
        int column = left - 1 - (spareColumns / 2), row = top - 1 - (spareRows - (spareRows / 4));
        var pixels = new int[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++) pixels[(y * Side) + x] = shader.ColorAt(column + x, row + y);
        }

        return pixels;
    }

    private static (int Left, int Top, int Right, int Bottom, int Area, int Eyes) Extent(Canvas canvas)
    {
        int left = Canvas.Size, top = Canvas.Size, right = -1, bottom = -1, area = 0, eyes = 0;
        for (int y = 0; y < Canvas.Size; y++)
        {
            for (int x = 0; x < Canvas.Size; x++)
            {
                if (canvas[x, y].Part == 0) continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
                area++;
                if (canvas[x, y].Ink is CreaturePalette.Ink or CreaturePalette.Gleam) eyes++;
            }
        }

        return (left, top, right, bottom, area, eyes);
    }
}
