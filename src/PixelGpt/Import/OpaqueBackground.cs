using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Examines the background of pictures without transparency.</summary>
internal static class OpaqueBackground
{
    /// <summary>Largest ΔE in OKLab between the background and a colour that joins it; just visible.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Returns the colour of all four corners if it may be a background colour other than the given one; otherwise null.</summary>
    public static Rgb? KeyColor(PixelImage picture, Rgb background)
    {
        Rgb corner = picture[0, 0].Rgb;
        bool isInCorners = picture[picture.Width - 1, 0].Rgb == corner && picture[0, picture.Height - 1].Rgb == corner && picture[picture.Width - 1, picture.Height - 1].Rgb == corner;
        return isInCorners && corner != background ? corner : null;
    }

    /// <summary>
    /// Replaces colours that are almost the background by it: those on the edge of the picture within the tolerance. Nothing
    /// happens unless at least one tenth of the edge has such colours, and at least half of it them or the background.
    /// </summary>
    /// <returns>The number of changed pixels.</returns>
    public static int Join(PixelImage picture, Rgb background)
    {
        var wanted = Oklab.From(background);
        var colors = new Dictionary<Rgb, bool>();
        int edge = 0, exact = 0, near = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            // Between the first and the last row, the edge has two pixels per row.
            int step = y == 0 || y == picture.Height - 1 ? 1 : Math.Max(1, picture.Width - 1);
            for (int x = 0; x < picture.Width; x += step)
            {
                Rgb color = picture[x, y].Rgb;
                edge++;
                if (color == background) exact++;
                else if (IsNear(color)) near++;
            }
        }

        if (10 * near < edge || 2 * (near + exact) < edge) return 0;
        int joined = 0;
        foreach (ref Rgba pixel in picture.Pixels)
        {
            if (!colors.GetValueOrDefault(pixel.Rgb)) continue;
            pixel = Rgba.From(background);
            joined++;
        }

        return joined;

        bool IsNear(Rgb color)
        {
            if (!colors.TryGetValue(color, out bool isNear)) colors[color] = isNear = Oklab.From(color).DistanceTo(wanted) <= Tolerance;
            return isNear;
        }
    }
}
