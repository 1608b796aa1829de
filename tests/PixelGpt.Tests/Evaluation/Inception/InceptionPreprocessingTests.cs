using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Evaluation.Inception;

public class InceptionPreprocessingTests
{
    [Theory]
    [InlineData(nameof(InceptionVariant.Torchvision))]
    [InlineData(nameof(InceptionVariant.PytorchFid))]
    public void Alpha_is_ignored(string variantName)
    {
        InceptionVariant variant = Enum.Parse<InceptionVariant>(variantName);
        PixelImage opaque = Picture(7, 5, alpha: 255), clear = Picture(7, 5, alpha: 0);
        Assert.Equal(Prepare(variant, opaque), Prepare(variant, clear));
    }

    [Fact]
    public void Colours_are_normalised_as_the_variant_requires()
    {
        var red = new PixelImage(3, 2);
        red.Pixels.Fill(new Rgba(255, 0, 51));
        Assert.Equal([(1 - 0.485f) / 0.229f, -0.456f / 0.224f, ((51 / 255f) - 0.406f) / 0.225f], Prepare(InceptionVariant.Torchvision, red)[^3..]);
        Assert.Equal([1f, -1f, (2 * (51 / 255f)) - 1], Prepare(InceptionVariant.PytorchFid, red)[^3..]);
    }

    [Fact]
    public void Reduction_is_antialiased_by_torchvision_only()
    {
        // Alternating black and white columns at twice the input size: each input pixel is between two columns.
        var stripes = new PixelImage(598, 598);
        for (int i = 0; i < stripes.Pixels.Length; i++) stripes.Pixels[i] = i % 2 == 0 ? new Rgba(0, 0, 0) : new Rgba(255, 255, 255);
        float[] sampled = Prepare(InceptionVariant.PytorchFid, stripes);
        Assert.All(sampled, value => Assert.Equal(0, value, 1e-5f));

        // At three times the input size the middle column is sampled; with antialiasing the result is grey.
        var wide = new PixelImage(897, 897);
        for (int i = 0; i < wide.Pixels.Length; i++) wide.Pixels[i] = i % 3 == 1 ? new Rgba(255, 255, 255) : new Rgba(0, 0, 0);
        Assert.All(Prepare(InceptionVariant.PytorchFid, wide), value => Assert.Equal(1, value, 1e-3f));
        float[] smoothed = Prepare(InceptionVariant.Torchvision, wide);
        Assert.InRange((smoothed[(150 * 897) + 450] * 0.229f) + 0.485f, 0.3f, 0.4f);
    }

    [Fact]
    public void A_picture_of_the_input_size_is_not_resized()
    {
        PixelImage picture = Picture(299, 299, alpha: 255);
        float[] input = Prepare(InceptionVariant.PytorchFid, picture);
        for (int i = 0; i < picture.Pixels.Length; i++) Assert.Equal((2 * (picture.Pixels[i].G / 255f)) - 1, input[(3 * i) + 1]);
    }

    private static float[] Prepare(InceptionVariant variant, PixelImage picture)
    {
        float[] input = new float[InceptionNetwork.Input.Floats];
        InceptionPreprocessing.Prepare(variant, picture, input);
        return input;
    }

    private static PixelImage Picture(int width, int height, byte alpha)
    {
        var picture = new PixelImage(width, height);
        for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = new Rgba((byte)(i * 37), (byte)(i * i), (byte)(i * 101), alpha);
        return picture;
    }
}
