namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The brightness of a ramp. Light details are visible on dark ramps, dark details on light ones, both on middle ones.</summary>
internal enum RampBrightness
{
    Dark, Middle, Light,
}
