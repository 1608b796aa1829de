using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Imaging.Resizing;

namespace PixelGpt.Import;

/// <summary>Options of an import of pictures.</summary>
public sealed record ImportOptions
{
    /// <summary>Maximum width and height that are inferred from the pictures. Larger sprites need an explicit size.</summary>
    public const int MaxInferredSide = 64;

    /// <summary>The size of every sprite; null for that of the largest picture after undoing its upscaling.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Whether each picture keeps its size; pictures that are not 8×8 to 64×64 pixels are skipped. Requires that <see cref="Size"/> is null.</summary>
    public bool KeepSize { get; init; }

    /// <summary>The picture file formats that can be read.</summary>
    public PictureFormats Formats { get; init; } = PictureFormats.Default;

    /// <summary>The method to cut sprite sheets; null if there are none.</summary>
    public ISheetCutter? Cutter { get; init; }

    /// <summary>The part of each sprite sheet that is cut; null for all of it.</summary>
    public PixelArea? Region { get; init; }

    /// <summary>The colour of index 0, which replaces transparency; null for the first colour of the given palette, or else white.</summary>
    public Rgb? Background { get; init; }

    /// <summary>How partly transparent pixels are made opaque.</summary>
    public AlphaRule Alpha { get; init; }

    /// <summary>The filter for pictures that are too large even after undoing their upscaling.</summary>
    public IResizeFilter Filter { get; init; } = ResizeFilters.All[0];

    /// <summary>The palette to use; null for one computed from the pictures.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The maximum number of colours of a computed palette, 2 to 4096.</summary>
    public int Colors { get; init; } = 256;

    /// <summary>How the sprites are divided into train, dev and test.</summary>
    public SplitPlan Splits { get; init; } = SplitPlan.Default;

    /// <summary>The maximum fraction of foreground pixels in which near-duplicates differ: at least 0 and less than 1 (see <see cref="PixelGpt.Import.NearDuplicates"/>).</summary>
    public double NearDuplicates { get; init; } = 0.1;

    /// <summary>Whether to add a mirrored copy of each train sprite to train.</summary>
    public bool Flip { get; init; }

    /// <summary>Whether a file that cannot be read, or that has a damaged chunk, is an error; otherwise it is skipped and reported.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The random seed of the splits and the palette.</summary>
    public ulong Seed { get; init; }

    /// <summary>The effective background colour, according to <see cref="Background"/> and <see cref="Palette"/>.</summary>
    public Rgb BackgroundColor => Background ?? Palette?[0] ?? new Rgb(255, 255, 255);

    /// <summary>Checks the options.</summary>
    /// <exception cref="InputException">An option is invalid.</exception>
    public void Validate()
    {
        InputException.Check(Colors is >= 2 and <= 4096, "colors", Colors, "2 to 4096");
        InputException.Check(NearDuplicates >= 0 && NearDuplicates < 1, "near", NearDuplicates, "at least 0 and less than 1");
        if (KeepSize && Size is not null) throw new InputException("give either --size or --keep-size, not both");
        if (Size is (int width, int height) && (long)width * height is < 2 or > (1 << 20)) throw new InputException($"size must have 2 to {1 << 20} pixels (got {width}x{height})");
    }
}
