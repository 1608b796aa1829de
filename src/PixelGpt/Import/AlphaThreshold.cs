using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Makes semi-transparent pixels opaque or transparent.</summary>
internal static class AlphaThreshold
{
    /// <summary>Makes pixels that are at least half opaque opaque, and others transparent.</summary>
    /// <param name="picture">The picture, which is changed.</param>
    /// <returns>A description of the changes; null if there were no semi-transparent pixels.</returns>
    public static string? Apply(PixelImage picture)
    {
        (int opaque, int transparent) = (0, 0);
        foreach (ref Rgba pixel in picture.Pixels)
        {
            if (pixel.A is 0 or 255) continue;
            if (pixel.IsOpaque) opaque++;
            else transparent++;
            pixel = pixel.IsOpaque ? pixel with { A = 255 } : default;
        }

        return opaque + transparent == 0 ? null : $"{opaque + transparent} semi-transparent pixels: {opaque} became opaque, {transparent} transparent";
    }
}
