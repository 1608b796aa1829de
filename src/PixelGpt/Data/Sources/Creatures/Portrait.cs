namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Cuts a creature out of its canvas, and turns away what is too large, too small or in pieces.</summary>
internal static class Portrait
{
    private const int Side = CreatureArtist.Side;
    private const int SmallestArea = 110;

    /// <summary>Frames a creature in the middle, on the ground.</summary>
    /// <returns>Whether it is fit to be seen.</returns>
    public static bool TryFrame((Canvas Canvas, Finisher Finisher) sketch, out int[] pixels)
    {
        (Canvas canvas, Finisher finisher) = sketch;
        pixels = [];
        (int left, int top, int right, int bottom, int area) = Extent(canvas);
        int width = right - left + 3, height = bottom - top + 3;
        if (width > Side || height > Side || area < SmallestArea) return false;
        if (ConnectedArea(canvas) != area) return false;

        int column = left - 1 - ((Side - width) / 2), row = top - 1 - (height >= Side - 2 ? Side - height : (Side - height + 1) * 3 / 4);
        pixels = new int[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++) pixels[(y * Side) + x] = finisher.ColorAt(column + x, row + y);
        }

        return true;
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
