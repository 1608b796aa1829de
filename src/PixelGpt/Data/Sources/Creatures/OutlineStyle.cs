namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The colour of a creature's outline.</summary>
internal enum OutlineStyle
{
    /// <summary>The darkest tone of the adjacent part.</summary>
    Dark,

    /// <summary>As <see cref="Dark"/>, but one tone lighter on the lit sides.</summary>
    Lit,

    /// <summary>One dark colour everywhere.</summary>
    Ink,
}
