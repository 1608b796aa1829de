using System.Numerics;
using PixelGpt.Data;

namespace PixelGpt.Import;

/// <summary>
/// What two sprites are compared by: all that is not background, moved to a corner so that it does not matter where on
/// its canvas a sprite stands, with its silhouette as bits, and the same mirrored.
/// </summary>
internal sealed class SpriteOutline
{
    /// <summary>The corners of the canvas that two sprites may share: which sides they are moved to.</summary>
    private static readonly (bool Right, bool Bottom)[] Corners = [(false, false), (true, false), (false, true), (true, true)];

    private const int FewPairs = 256;

    /// <summary>Sprites of so many colours are no recoloured ones; that they would be is not looked into.</summary>
    private const int MaxPairs = 1 << 16;

    /// <summary>Looking whether enough differs already costs about as much as a row.</summary>
    private const int RowsBetweenLooks = 3;

    private readonly int _width;
    private readonly int _height;
    private readonly int[] _pixels;
    private readonly int[] _colors;
    private readonly ulong[][] _silhouettes;
    private readonly ulong[][] _runs;

    /// <param name="width">Columns of what is drawn.</param>
    /// <param name="height">Rows of what is drawn.</param>
    /// <param name="pixels">Its pixels: 0 for background, else 1 and up by <paramref name="colors"/>.</param>
    /// <param name="colors">The palette index of each of its colours.</param>
    /// <param name="canvas">The sprite's size.</param>
    private SpriteOutline(int width, int height, int[] pixels, int[] colors, (int Width, int Height) canvas)
    {
        (_width, _height, _pixels, _colors) = (width, height, pixels, colors);
        int[] counts = new int[colors.Length];
        foreach (int pixel in pixels)
        {
            if (pixel > 0) counts[pixel - 1]++;
        }

        ColorCounts = [.. counts.OrderDescending()];
        Drawn = counts.Sum();
        (ulong[] Silhouette, ulong[] Runs)[] bits = [.. Corners.Select(corner => Bits(corner, canvas))];
        (_silhouettes, _runs) = ([.. bits.Select(b => b.Silhouette)], [.. bits.Select(b => b.Runs)]);
    }

    /// <summary>How many pixels are not background.</summary>
    public int Drawn { get; }

    /// <summary>How many pixels each colour but the background has, the most first.</summary>
    public int[] ColorCounts { get; }

    /// <summary>A sprite as it is.</summary>
    public static SpriteOutline Of(Sprite sprite) => Of(sprite.Pixels, sprite.Width, sprite.Height, isMirrored: false);

    /// <summary>A sprite with left and right exchanged.</summary>
    public static SpriteOutline Mirrored(Sprite sprite) => Of(sprite.Pixels, sprite.Width, sprite.Height, isMirrored: true);

    /// <summary>
    /// The share of what is drawn of either sprite in which they differ, at the corner where that is least: of the pixels
    /// that are not background in one of them, those that are not of the same colour in both, or, if that is fewer, not of
    /// the colour that the other has in its place when colours are exchanged one for one.
    /// </summary>
    /// <param name="a">A sprite.</param>
    /// <param name="b">Another.</param>
    /// <param name="threshold">What is above need not be told exactly: 1 is returned.</param>
    public static double Difference(SpriteOutline a, SpriteOutline b, double threshold)
    {
        if (a.Drawn + b.Drawn == 0) return 0;
        double least = 1;
        int corners = (a._width, a._height) == (b._width, b._height) ? 1 : Corners.Length;
        for (int corner = 0; corner < corners; corner++)
        {
            int differing = CountDifferent(a._silhouettes[corner], b._silhouettes[corner]), union = (a.Drawn + b.Drawn + differing) / 2;
            // A pixel that differs changes whether it is like the one on its left, and whether the one on its right is like it: no more.
            if (differing > threshold * union || CountDifferent(a._runs[corner], b._runs[corner]) > 2 * threshold * union) continue;
            int allowed = (int)(threshold * union) - differing, colored = DifferingColors(a, b, Corners[corner], allowed);
            if (colored <= allowed) least = Math.Min(least, (double)(differing + colored) / union);
        }

        return least;
    }

    /// <summary>Whether the numbers of pixels alone say that two sprites differ by more than a share.</summary>
    public static bool CannotBeNear(SpriteOutline a, SpriteOutline b, double threshold)
    {
        int same = 0;
        for (int i = 0; i < Math.Min(a.ColorCounts.Length, b.ColorCounts.Length); i++) same += Math.Min(a.ColorCounts[i], b.ColorCounts[i]);
        int larger = Math.Max(a.Drawn, b.Drawn);
        return larger - same > threshold * larger;
    }

    private static SpriteOutline Of(ReadOnlySpan<int> pixels, int width, int height, bool isMirrored)
    {
        (int left, int top, int right, int bottom) = (width, height, -1, -1);
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == 0) continue;
            int x = isMirrored ? width - 1 - (i % width) : i % width, y = i / width;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        }

        if (right < 0) return new SpriteOutline(0, 0, [], [], (width, height));
        int[] drawn = new int[(right - left + 1) * (bottom - top + 1)];
        var names = new Dictionary<int, int>();
        for (int i = 0; i < drawn.Length; i++)
        {
            int x = left + (i % (right - left + 1)), y = top + (i / (right - left + 1));
            int color = pixels[(y * width) + (isMirrored ? width - 1 - x : x)];
            if (color == 0) continue;
            if (!names.TryGetValue(color, out drawn[i])) names[color] = drawn[i] = names.Count + 1;
        }

        return new SpriteOutline(right - left + 1, bottom - top + 1, drawn, [.. names.OrderBy(n => n.Value).Select(n => n.Key)], (width, height));
    }

    /// <summary>Of the pixels that both have drawn, those whose colours do not go together; more than <paramref name="allowed"/> need not be counted to their end.</summary>
    private static int DifferingColors(SpriteOutline a, SpriteOutline b, (bool Right, bool Bottom) corner, int allowed)
    {
        int rows = a._colors.Length, columns = b._colors.Length, both = 0, differing = 0;
        bool mayExchange = (long)rows * columns <= MaxPairs;
        // How many pixels have each colour of a and each colour of b.
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

            if (differing > allowed && y % RowsBetweenLooks == 0 && (!mayExchange || both - MostExplained(pairs, columns) > allowed)) return allowed + 1;
        }

        return mayExchange && differing > 0 ? Math.Min(differing, both - Exchanged(pairs, columns)) : differing;
    }

    /// <summary>No exchange one for one explains more pixels than each colour's commonest counterpart does.</summary>
    private static int MostExplained(ReadOnlySpan<int> pairs, int columns)
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

    /// <summary>The pixels that an exchange of colours one for one explains, the commonest pairs first.</summary>
    private static int Exchanged(ReadOnlySpan<int> pairs, int columns)
    {
        var found = new List<(int Count, int Place)>();
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] > 0) found.Add((pairs[i], i));
        }

        HashSet<int> used = [], taken = [];
        int explained = 0;
        foreach ((int count, int place) in found.OrderByDescending(f => f.Count).ThenBy(f => f.Place))
        {
            if (used.Contains(place / columns) || taken.Contains(place % columns)) continue;
            used.Add(place / columns);
            taken.Add(place % columns);
            explained += count;
        }

        return explained;
    }

    private static int CountDifferent(ulong[] a, ulong[] b)
    {
        int count = 0;
        for (int i = 0; i < a.Length; i++) count += BitOperations.PopCount(a[i] ^ b[i]);
        return count;
    }

    /// <summary>What is drawn, and which pixels are like the one on their left, which an exchange of colours leaves as it is: a bit a pixel of the canvas.</summary>
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
