using System.Numerics;
using PixelGpt.Data;

namespace PixelGpt.Import;

/// <summary>
/// The foreground of a sprite for the comparison with others: the pixels that are not background, cropped so that the position on
/// the canvas does not matter, with bit masks that make the comparison fast.
/// </summary>
internal sealed class SpriteForeground
{
    /// <summary>The corners of the canvas at which two foregrounds can be aligned.</summary>
    private static readonly (bool Right, bool Bottom)[] Corners = [(false, false), (true, false), (false, true), (true, true)];

    private const int FewPairs = 256;

    /// <summary>Maximum size of the colour pair table. Sprites with more colours are not checked for exchanged colours.</summary>
    private const int MaxPairs = 1 << 16;

    /// <summary>Number of rows between two checks for an early exit; a check costs about as much as a row.</summary>
    private const int RowsBetweenChecks = 3;

    private readonly int _width;
    private readonly int _height;
    private readonly int[] _pixels;
    private readonly int[] _colors;
    private readonly ulong[][] _silhouettes;
    private readonly ulong[][] _runs;

    /// <summary>Creates a foreground.</summary>
    /// <param name="width">Width of the foreground.</param>
    /// <param name="height">Height of the foreground.</param>
    /// <param name="pixels">Its pixels: 0 for background, otherwise 1 + the position in <paramref name="colors"/>.</param>
    /// <param name="colors">Palette indices of its colours.</param>
    /// <param name="canvas">Size of the canvas on which sprites are aligned, at least that of every sprite.</param>
    private SpriteForeground(int width, int height, int[] pixels, int[] colors, (int Width, int Height) canvas)
    {
        (_width, _height, _pixels, _colors) = (width, height, pixels, colors);
        int[] counts = new int[colors.Length];
        foreach (int pixel in pixels)
        {
            if (pixel > 0) counts[pixel - 1]++;
        }

        ColorCounts = [.. counts.OrderDescending()];
        PixelCount = counts.Sum();
        (ulong[] Silhouette, ulong[] Runs)[] bits = [.. Corners.Select(corner => Bits(corner, canvas))];
        (_silhouettes, _runs) = ([.. bits.Select(b => b.Silhouette)], [.. bits.Select(b => b.Runs)]);
    }

    /// <summary>The number of foreground pixels.</summary>
    public int PixelCount { get; }

    /// <summary>The number of pixels of each foreground colour, in descending order.</summary>
    public int[] ColorCounts { get; }

    /// <summary>Returns the foreground of a sprite, for comparison with others on the same canvas.</summary>
    public static SpriteForeground Of(Sprite sprite, (int Width, int Height) canvas) => Of(sprite.Pixels, sprite.Width, sprite.Height, canvas, isMirrored: false);

    /// <summary>Returns the foreground of the horizontally mirrored sprite.</summary>
    public static SpriteForeground Mirrored(Sprite sprite, (int Width, int Height) canvas) => Of(sprite.Pixels, sprite.Width, sprite.Height, canvas, isMirrored: true);

    /// <summary>
    /// Computes the fraction of foreground pixels in which two sprites differ, aligned at the corner where it is smallest. The
    /// denominator is the number of pixels that are foreground in at least one sprite. The numerator is the number of those whose
    /// colours differ, or, if it is smaller, the number that still differ after a one-to-one exchange of colours.
    /// </summary>
    /// <param name="a">First sprite.</param>
    /// <param name="b">Second sprite.</param>
    /// <param name="threshold">Largest difference of interest. If the difference is larger, 1 is returned.</param>
    public static double Difference(SpriteForeground a, SpriteForeground b, double threshold)
    {
        if (a.PixelCount + b.PixelCount == 0) return 0;
        double least = 1;
        int corners = (a._width, a._height) == (b._width, b._height) ? 1 : Corners.Length;
        for (int corner = 0; corner < corners; corner++)
        {
            int differing = CountDifferent(a._silhouettes[corner], b._silhouettes[corner]), union = (a.PixelCount + b.PixelCount + differing) / 2;
            // A pixel that differs changes at most two comparisons of adjacent pixels: with its left and with its right neighbour.
            if (differing > threshold * union || CountDifferent(a._runs[corner], b._runs[corner]) > 2 * threshold * union) continue;
            int allowed = (int)(threshold * union) - differing, colored = DifferingColors(a, b, Corners[corner], allowed);
            if (colored <= allowed) least = Math.Min(least, (double)(differing + colored) / union);
        }

        return least;
    }

    /// <summary>Whether the numbers of pixels per colour alone show that two sprites differ by more than a fraction.</summary>
    public static bool CannotBeNear(SpriteForeground a, SpriteForeground b, double threshold)
    {
        int same = 0;
        for (int i = 0; i < Math.Min(a.ColorCounts.Length, b.ColorCounts.Length); i++) same += Math.Min(a.ColorCounts[i], b.ColorCounts[i]);
        int larger = Math.Max(a.PixelCount, b.PixelCount);
        return larger - same > threshold * larger;
    }

    private static SpriteForeground Of(ReadOnlySpan<int> pixels, int width, int height, (int Width, int Height) canvas, bool isMirrored)
    {
        (int left, int top, int right, int bottom) = (width, height, -1, -1);
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == 0) continue;
            int x = isMirrored ? width - 1 - (i % width) : i % width, y = i / width;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        }

        if (right < 0) return new SpriteForeground(0, 0, [], [], canvas);
        int[] foreground = new int[(right - left + 1) * (bottom - top + 1)];
        var names = new Dictionary<int, int>();
        for (int i = 0; i < foreground.Length; i++)
        {
            int x = left + (i % (right - left + 1)), y = top + (i / (right - left + 1));
            int color = pixels[(y * width) + (isMirrored ? width - 1 - x : x)];
            if (color == 0) continue;
            if (!names.TryGetValue(color, out foreground[i])) names[color] = foreground[i] = names.Count + 1;
        }

        return new SpriteForeground(right - left + 1, bottom - top + 1, foreground, [.. names.OrderBy(n => n.Value).Select(n => n.Key)], canvas);
    }

    /// <summary>Counts the pixels that are foreground in both sprites but whose colours do not match. May stop early above <paramref name="allowed"/>.</summary>
    private static int DifferingColors(SpriteForeground a, SpriteForeground b, (bool Right, bool Bottom) corner, int allowed)
    {
        int rows = a._colors.Length, columns = b._colors.Length, both = 0, differing = 0;
        bool mayExchange = (long)rows * columns <= MaxPairs;
        // The number of pixels for each pair of a colour of a and a colour of b.
        Span<int> pairs = !mayExchange ? [] : rows * columns <= FewPairs ? stackalloc int[FewPairs] : new int[rows * columns];
        if (mayExchange) pairs = pairs[..(rows * columns)];
        int shiftX = corner.Right ? b._width - a._width : 0, shiftY = corner.Bottom ? b._height - a._height : 0;
        for (int y = Math.Max(0, -shiftY); y < Math.Min(a._height, b._height - shiftY); y++)
        {
            for (int x = Math.Max(0, -shiftX); x < Math.Min(a._width, b._width - shiftX); x++)
            {
                int one = a._pixels[(y * a._width) + x], other = b._pixels[((y + shiftY) * b._width) + x + shiftX];
                if (one == 0 || other == 0) continue;
                both++;
                if (a._colors[one - 1] != b._colors[other - 1]) differing++;
                if (mayExchange) pairs[((one - 1) * columns) + other - 1]++;
            }

            if (differing > allowed && y % RowsBetweenChecks == 0 && (!mayExchange || both - MaxMatched(pairs, columns) > allowed)) return allowed + 1;
        }

        return mayExchange && differing > 0 ? Math.Min(differing, both - CountMatched(pairs, columns)) : differing;
    }

    /// <summary>Upper bound of the pixels that a one-to-one exchange of colours can match: each colour with its most frequent counterpart.</summary>
    private static int MaxMatched(ReadOnlySpan<int> pairs, int columns)
    {
        int most = 0;
        for (; !pairs.IsEmpty; pairs = pairs[columns..])
        {
            int largest = 0;
            foreach (int count in pairs[..columns]) largest = Math.Max(largest, count);
            most += largest;
        }

        return most;
    }

    /// <summary>Counts the pixels that a one-to-one exchange of colours matches; the most frequent pairs are assigned first.</summary>
    private static int CountMatched(ReadOnlySpan<int> pairs, int columns)
    {
        var found = new List<(int Count, int Index)>();
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] > 0) found.Add((pairs[i], i));
        }

        HashSet<int> used = [], taken = [];
        int matched = 0;
        foreach ((int count, int index) in found.OrderByDescending(f => f.Count).ThenBy(f => f.Index))
        {
            if (used.Contains(index / columns) || taken.Contains(index % columns)) continue;
            used.Add(index / columns);
            taken.Add(index % columns);
            matched += count;
        }

        return matched;
    }

    private static int CountDifferent(ulong[] a, ulong[] b)
    {
        int count = 0;
        for (int i = 0; i < a.Length; i++) count += BitOperations.PopCount(a[i] ^ b[i]);
        return count;
    }

    /// <summary>
    /// Returns two bit masks of the canvas: the foreground pixels, and the pixels that equal their left neighbour. The latter does
    /// not change when colours are exchanged.
    /// </summary>
    private (ulong[] Silhouette, ulong[] Runs) Bits((bool Right, bool Bottom) corner, (int Width, int Height) canvas)
    {
        int[] pixels = new int[canvas.Width * canvas.Height];
        int left = corner.Right ? canvas.Width - _width : 0, top = corner.Bottom ? canvas.Height - _height : 0;
        for (int y = 0; y < _height; y++) _pixels.AsSpan(y * _width, _width).CopyTo(pixels.AsSpan(((top + y) * canvas.Width) + left));
        ulong[] silhouette = new ulong[(pixels.Length + 63) / 64], runs = new ulong[silhouette.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            ulong bit = 1UL << (i & 63);
            if (pixels[i] != 0) silhouette[i >> 6] |= bit;
            if (i % canvas.Width > 0 && pixels[i] == pixels[i - 1]) runs[i >> 6] |= bit;
        }

        return (silhouette, runs);
    }
}
