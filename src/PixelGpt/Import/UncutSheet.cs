using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;

namespace PixelGpt.Import;

/// <summary>Recognises sprite sheets that are given as single sprites.</summary>
internal static class UncutSheet
{
    private const int MinSprites = 4;
    private const int MinSide = 6;

    /// <summary>
    /// Returns the number of sprites that a picture seems to have: the parts between its gaps, if there are at least four that are
    /// of similar size and at most half as wide and high as the picture. Otherwise null.
    /// </summary>
    /// <param name="picture">The picture, without its upscaling.</param>
    /// <param name="background">Colour between the sprites if nothing is transparent.</param>
    public static int? CountSprites(PixelImage picture, Rgb background)
    {
        IReadOnlyList<PixelArea> parts = new GapCutter(1, background).Cut(picture);
        if (parts.Count < MinSprites) return null;
        int smallest = parts.Min(p => Math.Max(p.Width, p.Height)), largest = parts.Max(p => Math.Max(p.Width, p.Height));
        bool areSimilar = smallest >= MinSide && largest <= 2 * smallest;
        return areSimilar && parts.All(p => 2 * p.Width <= picture.Width && 2 * p.Height <= picture.Height) ? parts.Count : null;
    }
}
