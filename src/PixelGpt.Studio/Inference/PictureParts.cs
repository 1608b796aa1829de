using PixelGpt.Imaging;

namespace PixelGpt.Studio.Inference;

/// <summary>Divides a picture into parts that a model draws one after another, so that each part continues the earlier ones.</summary>
internal static class PictureParts
{
    /// <summary>The fraction of a side by which neighbouring windows overlap at least, so that a part sees what it continues.</summary>
    private const int OverlapDivisor = 4;

    /// <summary>Returns the parts in the order in which they are drawn.</summary>
    /// <param name="width">The width of the picture.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="mask">Whether each pixel is to be drawn, in raster order.</param>
    /// <param name="sizes">The sizes that the model draws at once.</param>
    /// <param name="anyOrder">Whether the model sees all given pixels; otherwise only those above and to the left of each pixel it draws.</param>
    /// <returns>
    /// The parts; each pixel to draw is in one of them. A model needs at least one given pixel: without any in the window, its first pixel
    /// remains background and is in no part.
    /// </returns>
    public static IReadOnlyList<PicturePart> Of(int width, int height, ReadOnlySpan<bool> mask, ModelSizes sizes, bool anyOrder)
    {
        bool[] open = mask.ToArray();
        PixelArea bounds = MaskBounds.Of(open, width);
        (int windowWidth, int[] columns) = Starts(bounds.X, bounds.Width, width, sizes.MinWidth, sizes.MaxWidth, isEndPreferred: false);
        (int windowHeight, int[] rows) = Starts(bounds.Y, bounds.Height, height, sizes.MinHeight, sizes.MaxHeight, isEndPreferred: !anyOrder);
        var waiting = rows.SelectMany(y => columns.Select(x => new PixelArea(x, y, windowWidth, windowHeight))).ToList();
        var parts = new List<PicturePart>(waiting.Count);
        while (waiting.Count > 0)
        {
            // The window in which most is known continues the picture best. A model for raster order draws from top to bottom.
            PixelArea window = anyOrder ? waiting.MaxBy(w => w.Width * w.Height - CountOpen(w)) : waiting[0];
            waiting.Remove(window);
            if (CountOpen(window) == 0) continue;
            var part = new PicturePart(width, height, window, []);
            int[] pixels = [.. Enumerable.Range(0, window.Width * window.Height).Select(part.PositionOf).Where(at => at >= 0 && open[at])];
            int first = part.PositionOf(0);
            bool isFirstMissing = first >= 0 && open[first] && (!anyOrder || pixels.Length == window.Width * window.Height);
            foreach (int at in pixels) open[at] = false;
            if (isFirstMissing) pixels = pixels[1..];
            if (pixels.Length > 0) parts.Add(part with { Pixels = pixels });
        }

        return parts;

        int CountOpen(PixelArea window)
        {
            int count = 0;
            for (int y = Math.Max(0, window.Y); y < Math.Min(height, window.Y + window.Height); y++)
                count += open.AsSpan((y * width) + Math.Max(0, window.X), Math.Min(width, window.X + window.Width) - Math.Max(0, window.X)).Count(true);
            return count;
        }
    }

    /// <summary>Returns the length and the starts of the windows along one side of the picture.</summary>
    /// <param name="first">The first row or column to draw.</param>
    /// <param name="length">The number of rows or columns to draw.</param>
    /// <param name="side">The length of the side.</param>
    /// <param name="min">The minimum length of a window.</param>
    /// <param name="max">The maximum length of a window.</param>
    /// <param name="isEndPreferred">Whether what is to be drawn is at the end of a window rather than in its middle.</param>
    private static (int Length, int[] Starts) Starts(int first, int length, int side, int min, int max, bool isEndPreferred)
    {
        if (side < min)
        {
            // Both margins have the same width if possible, so that a symmetric picture remains symmetric.
            int window = Math.Min(max, min + ((min - side) % 2));
            return (window, [-(window - side) / 2]);
        }

        if (side <= max) return (side, [0]);
        if (length <= max) return (max, [Math.Clamp(isEndPreferred ? first + length - max : first + (length / 2) - (max / 2), 0, side - max)]);
        int overlap = max / OverlapDivisor, from = Math.Max(0, first - overlap), span = Math.Min(side, first + length + overlap) - from;
        int count = ((span - max + max - overlap - 1) / (max - overlap)) + 1;
        return (max, [.. Enumerable.Range(0, count).Select(i => from + (i * (span - max) / (count - 1)))]);
    }
}
