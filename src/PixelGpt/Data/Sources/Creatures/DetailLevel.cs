namespace PixelGpt.Data.Sources.Creatures;

/// <summary>How much detail a creature has; it depends on the size of its picture.</summary>
internal enum DetailLevel
{
    /// <summary>The detail of the data set <c>creatures</c> with 20×20 pixels, whose pictures never change.</summary>
    Classic,

    /// <summary>Thick strokes and small faces, for pictures of fewer than 20 pixels.</summary>
    Small,

    /// <summary>Faces that fit their heads, and accessories.</summary>
    Medium,

    /// <summary>Large eyes and mouths, coarser textures, shadows between parts and rim light, for pictures of at least 26 pixels.</summary>
    Large,
}
