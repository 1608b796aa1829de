namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>The style from which the eyes of a creature are selected.</summary>
internal enum EyeExpression
{
    /// <summary>Mostly large round eyes.</summary>
    Friendly,

    /// <summary>Eyes of a predator.</summary>
    Wild,

    /// <summary>Friendly eyes for a small face.</summary>
    Small,

    /// <summary>Glowing eyes.</summary>
    Eerie,
}
