namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Whether a creature is fit to be seen.</summary>
internal enum Verdict
{
    Good, TooLarge, TooSmall, InPieces,
}

/// <summary>Judges a canvas and cuts the creature out of it.</summary>
internal static class Portrait
{
    private const int Side = CreatureArtist.Side;
    private const int SmallestArea = 110;

    /// <summary>Whether a creature and its outline fit, are seen well and hang together.</summary>
    public static Verdict Judge(Canvas canvas)
    {
        (int left, int top, int right, int bottom, int area) = Extent(canvas);
        if (right - left + 3 > Side || bottom - top + 3 > Side) return Verdict.TooLarge;
        if (area < SmallestArea) return Verdict.TooSmall;
        return ConnectedArea(canvas) == area ? Verdict.Good : Verdict.InPieces;
    }

    /// <summary>The palette indices of a creature, in the middle, near the ground.</summary>
    public static int[] Frame(Canvas canvas, Finisher finisher)
    {
        (int left, int top, int right, int bottom, _) = Extent(canvas);
        int spareColumns = Side - (right - left + 3), spareRows = Side - (bottom - top + 3);
        int column = left - 1 - (spareColumns / 2), row = top - 1 - ((spareRows * 3 / 4) + (spareRows % 2));
        var pixels = new int[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++) pixels[(y * Side) + x] = finisher.ColorAt(column + x, row + y);
        }

        return pixels;
    }

    private static (int Left, int Top, int Right, int Bottom, int Area) Extent(Canvas canvas)
    {
        int left = Canvas.Size, top = Canvas.Size, right = -1, bottom = -1, area = 0;
        for (int y = 0; y < Canvas.Size; y++)
        {
            for (int x = 0; x < Canvas.Size; x++)
            {
                if (canvas[x, y].Part == 0) continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
                area++;
            }
        }

        return (left, top, right, bottom, area);
    }

    /// <summary>How many pixels hang together, over edges and corners, with the first one.</summary>
    private static int ConnectedArea(Canvas canvas)
    {
        var seen = new bool[Canvas.Size * Canvas.Size];
        var queue = new Queue<(int X, int Y)>();
        for (int i = 0; i < seen.Length && queue.Count == 0; i++)
        {
            if (canvas[i % Canvas.Size, i / Canvas.Size].Part == 0) continue;
            seen[i] = true;
            queue.Enqueue((i % Canvas.Size, i / Canvas.Size));
        }

        int area = 0;
        while (queue.TryDequeue(out (int X, int Y) at))
        {
            area++;
            for (int i = 0; i < 9; i++)
            {
                int x = at.X + (i % 3) - 1, y = at.Y + (i / 3) - 1;
                if (canvas[x, y].Part == 0 || seen[(y * Canvas.Size) + x]) continue;
                seen[(y * Canvas.Size) + x] = true;
                queue.Enqueue((x, y));
            }
        }

        return area;
    }
}
