using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Cli.Workflows;

/// <summary>A picture that a command has drawn.</summary>
/// <param name="Name">The name.</param>
/// <param name="Image">The picture at its original size.</param>
/// <param name="Order">The pixels that were drawn as indices in raster order, in the order of drawing.</param>
internal sealed record OutputPicture(string Name, PixelImage Image, int[] Order)
{
    /// <summary>Whether each pixel was drawn, in raster order; null if all were.</summary>
    public bool[]? Drawn { get; init; }

    /// <summary>The name of the picture that this is a candidate for; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>The palette.</summary>
    public required Palette Palette { get; init; }
}
