namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The colours and texture of a part.</summary>
/// <param name="Ramp">The colours.</param>
/// <param name="Texture">The texture.</param>
/// <param name="Bias">Number of tones to lighten (positive) or darken (negative); distant limbs are darker.</param>
/// <param name="Shade">The ramp for shades; null for <paramref name="Ramp"/>.</param>
/// <param name="Light">The ramp for lights; null for <paramref name="Ramp"/>.</param>
internal readonly record struct Material(Ramp Ramp, Texture Texture = Texture.Smooth, int Bias = 0, Ramp? Shade = null, Ramp? Light = null)
{
    /// <summary>Returns the palette index of a tone.</summary>
    public int Index(int tone) => CreaturePalette.Index(
        tone > CreaturePalette.BaseTone ? Light ?? Ramp : tone is > CreaturePalette.OutlineTone and < CreaturePalette.BaseTone ? Shade ?? Ramp : Ramp, tone);

    /// <summary>The material one tone darker, for distant parts.</summary>
    public Material Darker => this with { Bias = Bias - 1 };
}
