namespace PixelGpt.Data.Sources.Creatures;

/// <summary>How a surface breaks the light up.</summary>
internal enum Texture
{
    Smooth, Dither, Fur, Scales, Stone,
}

/// <summary>What a part is made of.</summary>
/// <param name="Ramp">Its colours.</param>
/// <param name="Texture">Its surface.</param>
/// <param name="Bias">Tones lighter (above 0) or darker than the light alone makes it; far limbs are darker.</param>
internal readonly record struct Material(Ramp Ramp, Texture Texture = Texture.Smooth, int Bias = 0)
{
    /// <summary>The same, one tone darker: for what is farther off.</summary>
    public Material Far => this with { Bias = Bias - 1 };
}
