namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Whether a creature is fit to be seen.</summary>
internal enum Verdict
{
    Good, TooLarge, TooSmall, Eyeless,
}

/// <summary>Judges a canvas and cuts the creature out of it.</summary>
internal static class Portrait
{
    private const int Side = CreatureArtist.Side;
    private const int SmallestArea = 110;
    private const int FewestEyePixels = 2;

    /// <summary>Whether a creature and its outline fit, and it and its eyes are seen well.</summary>
    public static Verdict Judge(Canvas canvas)
    {
        (int left, int top, int right, int bottom, int area, int eyes) = Extent(canvas);
        if (right - left + 3 > Side || bottom - top + 3 > Side) return Verdict.TooLarge;
        if (area < SmallestArea) return Verdict.TooSmall;
        return eyes < FewestEyePixels ? Verdict.Eyeless : Verdict.Good;
    }

    /// <summary>The palette indices of a creature, in the middle, near the ground.</summary>
    public static int[] Frame(Canvas canvas, Finisher finisher)
    {
        (int left, int top, int right, int bottom, _, _) = Extent(canvas);
        int spareColumns = Side - (right - left + 3), spareRows = Side - (bottom - top + 3);
        int column = left - 1 - (spareColumns / 2), row = top - 1 - (spareRows - (spareRows / 4));
        var pixels = new int[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++) pixels[(y * Side) + x] = finisher.ColorAt(column + x, row + y);
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
                if (canvas[x, y].Ink is MasterPalette.Ink or MasterPalette.Gleam) eyes++;
            }
        }

        return (left, top, right, bottom, area, eyes);
    }
}
