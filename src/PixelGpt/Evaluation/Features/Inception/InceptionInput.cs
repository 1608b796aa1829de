using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Makes of a picture what the network looks at. Opacity is left out and colours stay, as in Pillow's <c>convert("RGB")</c>, which both originals read pictures with.</summary>
internal static class InceptionInput
{
    private const int Side = 299;

    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Resizes and scales.</summary>
    /// <param name="form">Whose way.</param>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="input">[299, 299, 3].</param>
    public static void Prepare(InceptionForm form, PixelImage picture, Span<float> input)
    {
        byte[] colors = new byte[checked(picture.Pixels.Length * 3)];
        for (int i = 0; i < picture.Pixels.Length; i++) (colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2]) = (picture.Pixels[i].R, picture.Pixels[i].G, picture.Pixels[i].B);
        if (form == InceptionForm.Torchvision) Normalize(PillowBilinear.Resize(colors, picture.Width, picture.Height, 3, Side, Side), input);
        else Interpolate(colors, picture.Width, picture.Height, input);
    }

    /// <summary>torchvision's <c>ToTensor</c> and <c>Normalize</c>.</summary>
    private static void Normalize(ReadOnlySpan<byte> resized, Span<float> input)
    {
        for (int i = 0; i < input.Length; i++) input[i] = ((resized[i] / 255f) - Mean[i % 3]) / Deviation[i % 3];
    }

    /// <summary>
    /// <c>F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False)</c> of x in [0, 1], then 2x − 1: pixel centres
    /// fall on pixel centres, and of a picture that shrinks most pixels are passed over.
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
                    float first = Between(colors[At(above, left)] / 255f, colors[At(above, right)] / 255f, across);
                    float second = Between(colors[At(below, left)] / 255f, colors[At(below, right)] / 255f, across);
                    input[(((y * Side) + x) * 3) + channel] = (2 * Between(first, second, down)) - 1;
                    int At(int row, int column) => (((row * width) + column) * 3) + channel;
                }
            }
        }
    }

    /// <summary>The two pixels along one axis that a place lies between, and how far it is from the first to the second.</summary>
    private static (int First, int Second, float Share) Neighbors(int place, int size)
    {
        // Rounded once, as PyTorch's compiler has it: far to the right two roundings are off by more than the colours' own.
        float at = Math.Max(0, MathF.FusedMultiplyAdd((float)size / Side, place + 0.5f, -0.5f));
        int first = Math.Min((int)at, size - 1);
        return (first, Math.Min(first + 1, size - 1), at - first);
    }

    private static float Between(float a, float b, float share) => ((1 - share) * a) + (share * b);
}
