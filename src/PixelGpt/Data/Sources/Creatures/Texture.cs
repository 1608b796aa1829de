namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The surface texture of a material.</summary>
internal enum Texture : byte
{
    Smooth, Dither, Fur, Scales, Stone,
}
