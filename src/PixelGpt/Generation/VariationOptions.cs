using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>Which pixels of a picture a variation draws again, and what it keeps.</summary>
public sealed record VariationOptions
{
    private const ulong MaskTag = 0x7661726961746500;

    /// <summary>Largest side of a patch, as a fraction of the side of the picture.</summary>
    private const double PatchFraction = 0.3;

    /// <summary>The fraction of the pixels that are drawn again, greater than 0 and at most 1.</summary>
    public double Strength { get; init; } = 0.5;

    /// <summary>Whether the outline is kept: pixels that differ from the background and are next to it or to the edge of the picture.</summary>
    public bool KeepOutline { get; init; }

    /// <summary>Whether the silhouette is kept: background stays background, and no other pixel becomes background.</summary>
    public bool KeepSilhouette { get; init; }

    /// <summary>Whether only colours of the picture are used.</summary>
    public bool KeepColors { get; init; }

    /// <summary>The pixels that may be drawn again, one entry per pixel in raster order; null for all.</summary>
    public IReadOnlyList<bool>? Region { get; init; }

    /// <summary>The names of what can be kept, for command line and API.</summary>
    internal static IReadOnlyList<string> KeepNames { get; } = ["outline", "silhouette", "colors"];

    /// <summary>Returns these options with what is kept selected by name.</summary>
    /// <param name="names">Some of <see cref="KeepNames"/>.</param>
    /// <exception cref="InputException">A name is unknown.</exception>
    internal VariationOptions Keep(IReadOnlyCollection<string> names)
    {
        if (names.Except(KeepNames).FirstOrDefault() is { } unknown) throw new InputException($"keep must be outline, silhouette or colors (got '{Excerpt.Of(unknown)}')");
        return this with { KeepOutline = names.Contains("outline"), KeepSilhouette = names.Contains("silhouette"), KeepColors = names.Contains("colors") };
    }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InputException">A value is out of range; the message names it.</exception>
    public void Validate() => InputException.Check(Strength is > 0 and <= 1, "strength", Strength, "greater than 0 and at most 1");

    /// <summary>Draws the mask of one variation: random patches, so that what is drawn again can differ as a whole.</summary>
    /// <param name="picture">The complete picture.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="stream">Index of the variation.</param>
    /// <returns>Whether each pixel is drawn again, in raster order. Pixels that are kept are not; at least one pixel of the picture is kept.</returns>
    /// <exception cref="InputException">All pixels are kept.</exception>
    internal bool[] DrawMask(Sprite picture, ulong seed, ulong stream)
    {
        int width = picture.Width, height = picture.Height;
        bool[] free = new bool[width * height], mask = new bool[free.Length];
        for (int i = 0; i < free.Length; i++) free[i] = (Region?[i] ?? true) && !(KeepOutline && IsOutline(picture, i)) && !(KeepSilhouette && picture.Pixels[i] == 0);
        int total = free.Count(f => f), wanted = Math.Max(1, (int)Math.Round(Strength * total));
        if (total == 0) throw new InputException("no pixel is left to draw again; choose a larger region, or keep less");
        var random = new PhiloxRandom(seed ^ MaskTag, stream);
        int most = Math.Max(2, (int)Math.Round(PatchFraction * Math.Max(width, height)));
        for (int drawn = 0; drawn < wanted;)
        {
            int w = 1 + random.NextInt32(most), h = 1 + random.NextInt32(most), left = random.NextInt32(width), top = random.NextInt32(height);
            for (int y = top; y < Math.Min(height, top + h); y++)
            {
                for (int x = left; x < Math.Min(width, left + w) && drawn < wanted; x++)
                {
                    int i = (y * width) + x;
                    if (!free[i] || mask[i]) continue;
                    mask[i] = true;
                    drawn++;
                }
            }
        }

        // The model needs at least one given pixel; the first one is nearly always background.
        if (!mask.Contains(false)) mask[0] = false;
        return mask;
    }

    /// <summary>Restricts the colours as far as this variation asks for.</summary>
    /// <param name="options">The generation options.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="colors">Number of colours of the palette.</param>
    internal GenerationOptions Restrict(GenerationOptions options, Sprite picture, int colors)
    {
        IEnumerable<int> allowed = options.Colors ?? Enumerable.Range(0, colors);
        HashSet<int> own = [.. picture.Pixels];
        if (KeepColors) allowed = allowed.Where(own.Contains);
        if (KeepSilhouette) allowed = allowed.Where(color => color != 0);
        return KeepColors || KeepSilhouette ? options with { Colors = [.. allowed] } : options;
    }

    private static bool IsOutline(Sprite picture, int at)
    {
        int x = at % picture.Width, y = at / picture.Width;
        return picture.Pixels[at] != 0 && (IsBackground(x - 1, y) || IsBackground(x + 1, y) || IsBackground(x, y - 1) || IsBackground(x, y + 1));

        bool IsBackground(int px, int py) => px < 0 || py < 0 || px >= picture.Width || py >= picture.Height || picture.Pixels[(py * picture.Width) + px] == 0;
    }
}
