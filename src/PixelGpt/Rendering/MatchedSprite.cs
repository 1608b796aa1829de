using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>A sprite made from an image, and its colour changes.</summary>
/// <param name="Sprite">The sprite.</param>
/// <param name="Changed">Number of pixels that were neither fully transparent nor exactly a colour of the palette.</param>
/// <param name="LargestDifference">Largest ΔE in OKLab between an original colour and its replacement.</param>
/// <param name="From">Original colour with the largest difference.</param>
/// <param name="To">Its replacement.</param>
public readonly record struct MatchedSprite(Sprite Sprite, int Changed, double LargestDifference, Rgb From, Rgb To);
