using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>A colour and how many pixels have it.</summary>
public readonly record struct ColorCount(Rgb Color, long Pixels);
