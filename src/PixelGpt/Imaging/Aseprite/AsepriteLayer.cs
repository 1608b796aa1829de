namespace PixelGpt.Imaging.Aseprite;

/// <summary>A layer, or a group of layers.</summary>
/// <param name="Name">The name.</param>
internal sealed record AsepriteLayer(string Name)
{
    /// <summary>The blend mode that draws pixels over those below.</summary>
    public const int NormalBlendMode = 0;

    /// <summary>Whether the layer is shown. The layers of a hidden group are hidden too.</summary>
    public bool IsVisible { get; init; } = true;

    /// <summary>Whether the layer may be edited, that is, is not locked.</summary>
    public bool IsEditable { get; init; } = true;

    /// <summary>Whether this is the background, in which the transparent index is a colour like others.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Whether the layer is a picture to draw from, which is not part of the sprite.</summary>
    public bool IsReference { get; init; }

    /// <summary>Whether this is a group.</summary>
    public bool IsGroup { get; init; }

    /// <summary>The number of groups that the layer is in.</summary>
    public int ChildLevel { get; init; }

    /// <summary>The number of the blend mode.</summary>
    public int BlendMode { get; init; }

    /// <summary>The opacity, 0 to 255.</summary>
    public byte Opacity { get; init; } = 255;

    /// <summary>The tileset of the layer; null if the layer is no tilemap.</summary>
    public uint? Tileset { get; init; }
}
