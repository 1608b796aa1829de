using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>A colour and its number of pixels.</summary>
/// <param name="Color">The colour.</param>
/// <param name="Pixels">Number of pixels with this colour.</param>
internal readonly record struct ColorCount(Rgb Color, long Pixels);
