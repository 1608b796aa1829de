using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Converts a picture to the network's input. Alpha is ignored, as in Pillow's <c>convert("RGB")</c>, which both reference implementations use.</summary>
internal static class InceptionPreprocessing
{
    private const int Side = 299;

    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Resizes and normalises a picture.</summary>
    /// <param name="variant">Network variant.</param>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="input">Receives the input, [299, 299, 3].</param>
    public static void Prepare(InceptionVariant variant, PixelImage picture, Span<float> input)
    {
        byte[] colors = RgbBytes.Of(picture);
        if (variant == InceptionVariant.Torchvision) Normalize(PillowBilinear.Resize(colors, picture.Width, picture.Height, 3, Side, Side), input);
        else Interpolate(colors, picture.Width, picture.Height, input);
    }

    /// <summary>Applies torchvision's <c>ToTensor</c> and <c>Normalize</c>.</summary>
    private static void Normalize(ReadOnlySpan<byte> resized, Span<float> input)
    {
        for (int i = 0; i < input.Length; i++) input[i] = ((resized[i] / 255f) - Mean[i % 3]) / Deviation[i % 3];
    }

    /// <summary>
    /// Applies <c>F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False)</c> for x in [0, 1], followed by 2x − 1.
    /// There is no antialiasing: when a picture is reduced, most of its pixels are skipped.
    /// </summary>
    private static void Interpolate(ReadOnlySpan<byte> colors, int width, int height, Span<float> input)
    {
        for (int y = 0; y < Side; y++)
        {
            (int above, int below, float down) = Neighbors(y, height);
            for (int x = 0; x < Side; x++)
            {
                (int left, int right, float across) = Neighbors(x, width);
                for (int channel = 0; channel < 3; channel++)
                {
                    float first = Lerp(colors[At(above, left)] / 255f, colors[At(above, right)] / 255f, across);
                    float second = Lerp(colors[At(below, left)] / 255f, colors[At(below, right)] / 255f, across);
                    input[(((y * Side) + x) * 3) + channel] = (2 * Lerp(first, second, down)) - 1;
                    int At(int row, int column) => (((row * width) + column) * 3) + channel;
                }
            }
        }
    }

    /// <summary>Returns the two source pixels to interpolate between along one axis, and the weight of the second.</summary>
    private static (int First, int Second, float Weight) Neighbors(int position, int size)
    {
        // Rounded once, as PyTorch's compiled code does; with two roundings the error at large coordinates exceeds that of the colours.
        float source = Math.Max(0, MathF.FusedMultiplyAdd((float)size / Side, position + 0.5f, -0.5f));
        int first = Math.Min((int)source, size - 1);
        return (first, Math.Min(first + 1, size - 1), source - first);
    }

    private static float Lerp(float a, float b, float weight) => ((1 - weight) * a) + (weight * b);
}
