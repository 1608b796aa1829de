using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;

namespace PixelGpt.Studio.Inference;

/// <summary>What is done to a picture file when it is imported, in this order: crop, scale, resize, and colours.</summary>
internal sealed record ImportSteps
{
    /// <summary>The part of the file; null for all of it.</summary>
    public PixelArea? Crop { get; init; }

    /// <summary>The factor to divide width and height by; null to detect it if <see cref="Size"/> is null and the picture does not fit.</summary>
    public int? Scale { get; init; }

    /// <summary>The size to resize to; null to keep the size.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>How the size is reached.</summary>
    public required IResizeFilter Filter { get; init; }

    /// <summary>The palette of the result; null for the colours of the picture.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The maximum number of colours including the background; null for the maximum of a palette, which is then an error if the picture has more.</summary>
    public int? MaxColors { get; init; }

    /// <summary>Whether colours that the palette does not have are mixed from two of it.</summary>
    public bool HasDither { get; init; }

    /// <summary>Whether opaque pixels can be background.</summary>
    public bool HasBackground { get; init; } = true;

    /// <summary>The colour that becomes background; null for the most frequent one on the edge of a picture without transparency.</summary>
    public Rgb? Background { get; init; }
}
