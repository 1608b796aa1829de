namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Checks a drawn creature and crops it from the canvas.</summary>
internal static class CreatureFraming
{
    /// <summary>The smallest number of pixels of a creature, relative to its picture.</summary>
    private const double SmallestArea = 0.275;

    private const int FewestEyePixels = 2;

    /// <summary>Checks that the creature with its outline fits a square picture, is large enough and has visible eyes.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="side">Width and height of the picture in pixels.</param>
    public static CreatureFit Check(Canvas canvas, int side)
    {
        (int left, int top, int right, int bottom, int area, int eyes) = Extent(canvas);
        if (right - left + 3 > side || bottom - top + 3 > side) return CreatureFit.TooLarge;
        if (area < SmallestArea * side * side) return CreatureFit.TooSmall;
        return eyes < FewestEyePixels ? CreatureFit.Eyeless : CreatureFit.Fits;
    }

    /// <summary>Returns the width and height of the creature with its outline.</summary>
    public static (int Width, int Height) Measure(Canvas canvas)
    {
        (int left, int top, int right, int bottom, _, _) = Extent(canvas);
        return (right - left + 3, bottom - top + 3);
    }

    /// <summary>Computes the palette indices of a picture with the creature centred horizontally and near the bottom.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="shader">Computes the colours.</param>
    /// <param name="width">Width of the picture, at least that of the creature.</param>
    /// <param name="height">Height of the picture, at least that of the creature.</param>
    /// <returns>The palette indices in raster order.</returns>
    public static int[] Crop(Canvas canvas, CanvasShader shader, int width, int height)
    {
        (int left, int top, int right, int bottom, _, _) = Extent(canvas);
        int spareColumns = width - (right - left + 3), spareRows = height - (bottom - top + 3);
        int column = left - 1 - (spareColumns / 2), row = top - 1 - (spareRows - (spareRows / 4));
        var pixels = new int[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) pixels[(y * width) + x] = shader.ColorAt(column + x, row + y);
        }

        return pixels;
    }

    private static (int Left, int Top, int Right, int Bottom, int Area, int Eyes) Extent(Canvas canvas)
    {
        int left = canvas.Size, top = canvas.Size, right = -1, bottom = -1, area = 0, eyes = 0;
        for (int y = 0; y < canvas.Size; y++)
        {
            for (int x = 0; x < canvas.Size; x++)
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
