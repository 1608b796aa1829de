using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public class FreePaletteTests
{
    [Fact]
    public void A_free_model_has_no_weight_per_colour()
    {
        PixelModel small = TinyModels.PixelModel("pixelgpt-free"), large = small.WithPalette(new Palette(Enumerable.Range(0, 40).Select(i => new Rgb((byte)(i * 6), 9, 200))));
        Assert.Equal(small.Transformer.Parameters.Count, large.Transformer.Parameters.Count);
        Assert.Equal((TinyModels.Colors, 40), (small.Transformer.Description.VocabularySize, large.Transformer.Description.VocabularySize));
    }

    [Fact]
    public void Completions_are_in_the_colours_of_the_picture()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-free");
        var prompt = new Sprite(4, 6, [0, 1, 2, 1, 0, 3, 3, 0]);

        // The same colours in another order give the same picture.
        Palette palette = new([new Rgb(0, 0, 0), new Rgb(255, 0, 77), new Rgb(41, 173, 255), new Rgb(255, 236, 39)]);
        Palette reordered = new([palette[0], palette[3], palette[1], palette[2]]);
        int[] order = [0, 2, 3, 1];
        Sprite expected = model.WithPalette(palette).Complete(prompt)[0];
        Sprite actual = model.WithPalette(reordered).Complete(new Sprite(4, 6, [.. prompt.Pixels.ToArray().Select(p => order[p])]))[0];
        Assert.Equal(expected.Pixels.ToArray().Select(p => palette[p]), actual.Pixels.ToArray().Select(p => reordered[p]));
        Assert.Equal(prompt.Pixels.ToArray(), expected.Pixels[..8].ToArray());
    }

    [Fact]
    public void The_palette_of_the_model_gives_the_model_itself()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-free");
        var prompt = new Sprite(6, 5, [1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(model.Complete(prompt)[0].Pixels.ToArray(), model.WithPalette(TinyModels.Palette()).Complete(prompt)[0].Pixels.ToArray());
    }

    [Fact]
    public void A_data_set_with_another_palette_gets_a_model_for_it()
    {
        SpriteDataset same = TinyModels.Dataset();
        var other = new SpriteDataset("other", new Palette(same.Palette.Colors.Reverse()), same.Width, same.Height, same.Splits);
        PixelModel free = TinyModels.PixelModel("pixelgpt-free"), bound = TinyModels.PixelModel("pixelgpt");
        Assert.Same(free, free.ForPaletteOf(same));
        Assert.Same(bound, bound.ForPaletteOf(same));
        Assert.Equal(other.Palette.Colors, free.ForPaletteOf(other).Palette.Colors);
        Assert.Contains("differs from the palette of the model", Assert.Throws<InputException>(() => bound.ForPaletteOf(other)).Message);
    }

    [Fact]
    public void A_bound_model_says_so() =>
        Assert.Contains("bound to its palette", Assert.Throws<InputException>(() => TinyModels.PixelModel("pixelgpt").WithPalette(TinyModels.Palette())).Message);

    [Theory]
    [InlineData("pixelgpt", 5, 6, "must be 6 pixels wide")]
    [InlineData("pixelgpt", 6, 6, "at most 30 pixels")]
    [InlineData("pixelgpt-free", 13, 2, "at most 12×12 pixels")]
    [InlineData("pixelgpt-free", 0, 2, "at least 1×1")]
    public void Sizes_are_checked(string family, int width, int height, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => TinyModels.PixelModel(family).CheckSize(width, height)).Message);
}
