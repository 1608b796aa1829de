namespace PixelGpt.Imaging.Aseprite;

/// <summary>A picture on a layer in a frame.</summary>
/// <param name="Layer">Index of the layer.</param>
/// <param name="X">Column of its left edge, which may be outside the canvas.</param>
/// <param name="Y">Row of its top edge, which may be outside the canvas.</param>
/// <param name="Image">The pixels; linked cels have the same instance.</param>
internal sealed record AsepriteCel(int Layer, int X, int Y, AsepriteCelImage Image)
{
    /// <summary>The opacity, 0 to 255.</summary>
    public byte Opacity { get; init; } = 255;

    /// <summary>The number of layers by which the cel is drawn later, or earlier if it is negative.</summary>
    public int ZIndex { get; init; }
}
