using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Finds the pixels of a picture that are to be drawn.</summary>
internal static class MissingPixels
{
    /// <summary>Returns the transparent pixels if they are missing parts of the picture rather than its background: if most of its edge is opaque.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="always">Whether transparent pixels are missing in any case.</param>
    /// <returns>Whether each pixel is missing; null if none is.</returns>
    public static bool[]? Transparent(PixelImage picture, bool always)
    {
        bool[] missing = [.. picture.Pixels.ToArray().Select(pixel => !pixel.IsOpaque)];
        if (!missing.Contains(true)) return null;
        int edge = 0, open = 0;
        for (int i = 0; i < missing.Length; i++)
        {
            int x = i % picture.Width, y = i / picture.Width;
            if (x > 0 && y > 0 && x < picture.Width - 1 && y < picture.Height - 1) continue;
            edge++;
            if (missing[i]) open++;
        }

        return always || 2 * open < edge ? missing : null;
    }

    /// <summary>Returns the pixels that a mask selects: those that are opaque and lighter than half.</summary>
    /// <param name="mask">The mask.</param>
    public static bool[] Selected(PixelImage mask) =>
        [.. mask.Pixels.ToArray().Select(pixel => pixel.IsOpaque && (299 * pixel.R) + (587 * pixel.G) + (114 * pixel.B) >= 127500)];
}
