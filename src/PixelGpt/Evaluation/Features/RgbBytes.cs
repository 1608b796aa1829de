using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features;

/// <summary>The colours of pictures without alpha, as Pillow's <c>convert("RGB")</c> returns them.</summary>
internal static class RgbBytes
{
    /// <summary>Copies the colours of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The colours, [height, width, 3].</returns>
    public static byte[] Of(PixelImage picture)
    {
        byte[] colors = new byte[checked(picture.Pixels.Length * 3)];
        for (int i = 0; i < picture.Pixels.Length; i++) (colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2]) = (picture.Pixels[i].R, picture.Pixels[i].G, picture.Pixels[i].B);
        return colors;
    }
}
