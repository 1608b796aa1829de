using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Formats.Pth;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Bench.Inception;

/// <summary>The pictures and the network of the comparison with PyTorch.</summary>
internal static class ComparisonPictures
{
    /// <summary>Loads the network from a file.</summary>
    public static InceptionExtractor Load(string weights, IKernels kernels)
    {
        using var file = PthStateDict.Load(weights);
        return new InceptionExtractor(InceptionVariant.Torchvision, file, Path.GetFileName(weights), kernels);
    }

    /// <summary>Creates pictures of 20×20 pixels with the same formula as the PyTorch script.</summary>
    public static PixelImage[] Make(int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        var picture = new PixelImage(20, 20);
        for (int pixel = 0; pixel < picture.Pixels.Length; pixel++) picture.Pixels[pixel] = new Rgba(Byte(3 * pixel), Byte((3 * pixel) + 1), Byte((3 * pixel) + 2));
        return picture;
        byte Byte(int i) => (byte)((i * i * 7) + (i * 31) + ((i >> 3) * 13) + (number * 57));
    })];
}
