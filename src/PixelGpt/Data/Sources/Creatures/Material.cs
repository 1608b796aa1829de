namespace PixelGpt.Data.Sources.Creatures;

/// <summary>How a surface breaks the light up.</summary>
internal enum Texture : byte
{
    Smooth, Dither, Fur, Scales, Stone,
}

/// <summary>What a part is made of.</summary>
/// <param name="Ramp">Its colours.</param>
/// <param name="Texture">Its surface.</param>
/// <param name="Bias">Tones lighter (above 0) or darker than the light alone makes it; far limbs are darker.</param>
/// <param name="Shade">The ramp that its shades come from, where that is another: yellow falls into orange.</param>
/// <param name="Light">The ramp that its lights come from, where that is another.</param>
internal readonly record struct Material(Ramp Ramp, Texture Texture = Texture.Smooth, int Bias = 0, Ramp? Shade = null, Ramp? Light = null)
{
    /// <summary>The palette index of one of its tones.</summary>
    public int Index(int tone) => MasterPalette.Index(
        tone > MasterPalette.BaseTone ? Light ?? Ramp : tone is > MasterPalette.OutlineTone and < MasterPalette.BaseTone ? Shade ?? Ramp : Ramp, tone);

    /// <summary>The same, one tone darker: for what is farther off.</summary>
    public Material Far => this with { Bias = Bias - 1 };
}
