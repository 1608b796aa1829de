using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Evaluation.Inception;

/// <summary>What becomes of a picture before the network sees it.</summary>
public class InceptionInputTests
{
    [Theory]
    [InlineData(InceptionForm.Torchvision)]
    [InlineData(InceptionForm.PytorchFid)]
    public void Opacity_is_left_out_and_colours_stay(InceptionForm form)
    {
        PixelImage opaque = Picture(7, 5, alpha: 255), clear = Picture(7, 5, alpha: 0);
        Assert.Equal(Prepare(form, opaque), Prepare(form, clear));
    }

    [Fact]
    public void Colours_are_scaled_each_forms_way()
    {
        var red = new PixelImage(3, 2);
        red.Pixels.Fill(new Rgba(255, 0, 51));
        Assert.Equal([(1 - 0.485f) / 0.229f, -0.456f / 0.224f, ((51 / 255f) - 0.406f) / 0.225f], Prepare(InceptionForm.Torchvision, red)[^3..]);
        Assert.Equal([1f, -1f, (2 * (51 / 255f)) - 1], Prepare(InceptionForm.PytorchFid, red)[^3..]);
    }

    [Fact]
    public void A_picture_that_shrinks_is_smoothed_by_one_form_and_picked_from_by_the_other()
    {
        // Columns in turn black and white, twice as many as the network sees: each of its pixels lies between two.
        var stripes = new PixelImage(598, 598);
        for (int i = 0; i < stripes.Pixels.Length; i++) stripes.Pixels[i] = i % 2 == 0 ? new Rgba(0, 0, 0) : new Rgba(255, 255, 255);
        float[] picked = Prepare(InceptionForm.PytorchFid, stripes);
        Assert.All(picked, value => Assert.Equal(0, value, 1e-5f));

        // Three times as many: the middle one is picked, and smoothed it is the grey of all.
        var wide = new PixelImage(897, 897);
        for (int i = 0; i < wide.Pixels.Length; i++) wide.Pixels[i] = i % 3 == 1 ? new Rgba(255, 255, 255) : new Rgba(0, 0, 0);
        Assert.All(Prepare(InceptionForm.PytorchFid, wide), value => Assert.Equal(1, value, 1e-3f));
        float[] smoothed = Prepare(InceptionForm.Torchvision, wide);
        Assert.InRange((smoothed[(150 * 897) + 450] * 0.229f) + 0.485f, 0.3f, 0.4f);
    }

    [Fact]
    public void A_picture_of_the_networks_own_size_stays_as_it_is()
    {
        PixelImage picture = Picture(299, 299, alpha: 255);
        float[] input = Prepare(InceptionForm.PytorchFid, picture);
        for (int i = 0; i < picture.Pixels.Length; i++) Assert.Equal((2 * (picture.Pixels[i].G / 255f)) - 1, input[(3 * i) + 1]);
    }

    private static float[] Prepare(InceptionForm form, PixelImage picture)
    {
        float[] input = new float[InceptionNetwork.Input.Floats];
        InceptionInput.Prepare(form, picture, input);
        return input;
    }

    private static PixelImage Picture(int width, int height, byte alpha)
    {
        var picture = new PixelImage(width, height);
        for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = new Rgba((byte)(i * 37), (byte)(i * i), (byte)(i * 101), alpha);
        return picture;
    }
}
