namespace PixelGpt.Imaging.Aseprite;

/// <summary>The content of an Aseprite file (<c>.aseprite</c>, <c>.ase</c>): an animation with layers.</summary>
internal sealed record AsepriteFile
{
    /// <summary>The width of the canvas in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the canvas in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The kind of the pixels.</summary>
    public required AsepriteColorMode ColorMode { get; init; }

    /// <summary>In indexed files, the palette index of transparent pixels in all layers but the background.</summary>
    public byte TransparentIndex { get; init; }

    /// <summary>Whether the opacity of groups is used.</summary>
    public bool HasGroupOpacity { get; init; }

    /// <summary>The layers from bottom to top; a group is before its layers.</summary>
    public required IReadOnlyList<AsepriteLayer> Layers { get; init; }

    /// <summary>The frames.</summary>
    public required IReadOnlyList<AsepriteFrame> Frames { get; init; }

    /// <summary>The named parts of the animation.</summary>
    public IReadOnlyList<AsepriteTag> Tags { get; init; } = [];

    /// <summary>What is in the file but is not drawn, or is drawn in another way; null if nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>The number of bytes per pixel.</summary>
    public int PixelBytes => (int)ColorMode / 8;
}
