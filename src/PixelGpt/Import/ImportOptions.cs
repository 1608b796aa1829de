using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Imaging.Resizing;

namespace PixelGpt.Import;

/// <summary>What becomes of pixels that are partly transparent.</summary>
public enum AlphaRule
{
    /// <summary>Half opaque and above is opaque; below is background. Edges stay hard, and no colours are added.</summary>
    Threshold,

    /// <summary>Each is laid over the background, channel by channel as browsers do.</summary>
    Blend,
}

/// <summary>How pictures become a data set.</summary>
public sealed record ImportOptions
{
    /// <summary>The largest side of sprites where nobody says how large they are: what is larger was hardly meant.</summary>
    public const int MaxUnnamedSide = 64;

    /// <summary>The size of every sprite; null takes that of the largest picture, as it was before it was enlarged.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>How sheets are cut; null where no source is one.</summary>
    public ISheetCutter? Cutter { get; init; }

    /// <summary>What stands for transparency, and is index 0; null takes the given palette's first colour, else white.</summary>
    public Rgb? Background { get; init; }

    /// <summary>What becomes of pixels that are partly transparent.</summary>
    public AlphaRule Alpha { get; init; }

    /// <summary>How pictures are made smaller that are not enlarged by a whole number.</summary>
    public IResizeFilter Filter { get; init; } = ResizeFilters.All[0];

    /// <summary>The colours to take; null takes those of the pictures.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The most colours of a palette made of the pictures, 2 to 4096.</summary>
    public int Colors { get; init; } = 256;

    /// <summary>How the sprites fall into train, dev and test.</summary>
    public SplitPlan Splits { get; init; } = SplitPlan.Default;

    /// <summary>The share of what is drawn in which two sprites may differ and still be kind of the same, 0 to 1 (see <see cref="NearDuplicates"/>).</summary>
    public double NearDuplicates { get; init; } = 0.1;

    /// <summary>Whether train gets a mirrored copy of each of its sprites.</summary>
    public bool Flip { get; init; }

    /// <summary>What chance follows from: the splits, and where a palette is looked for.</summary>
    public ulong Seed { get; init; }

    /// <summary>The colour of index 0 that follows from <see cref="Background"/> and <see cref="Palette"/>.</summary>
    public Rgb BackgroundColor => Background ?? Palette?[0] ?? new Rgb(255, 255, 255);

    /// <summary>Makes sure that the options make sense.</summary>
    /// <exception cref="InputException">One does not.</exception>
    public void Validate()
    {
        if (Colors is < 2 or > 4096) throw new InputException($"colors is {Colors}; it must be 2 to 4096");
        if (!(NearDuplicates >= 0 && NearDuplicates < 1)) throw new InputException($"near is {NearDuplicates}; it must be at least 0 and below 1");
        if (Size is (int width, int height) && (long)width * height is < 2 or > (1 << 20)) throw new InputException($"size is {width}x{height}; a sprite has 2 to {1 << 20} pixels");
    }
}
