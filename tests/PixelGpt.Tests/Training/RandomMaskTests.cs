using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;
using PixelGpt.Training.Augmentation;

namespace PixelGpt.Tests.Training;

public class RandomMaskTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    [InlineData(20, 20)]
    public void Every_mask_gives_some_pixels_and_not_others(int width, int height)
    {
        int[] pixels = [.. Enumerable.Range(0, width * height).Select(i => i % 3)];
        var shares = new List<double>();
        bool[] given = new bool[pixels.Length];
        for (int i = 0; i < 500; i++)
        {
            var random = new PhiloxRandom(3, (ulong)i);
            RandomMask.Draw(ref random, pixels, width, given);
            Assert.Contains(true, given);
            Assert.Contains(false, given);
            shares.Add(given.Average(g => g ? 1 : 0));
        }

        if (pixels.Length < 100) return;
        Assert.True(shares.Min() < 0.2 && shares.Max() > 0.95, $"{shares.Min()} to {shares.Max()}");
    }

    [Fact]
    public void A_masked_picture_has_the_given_pixels_first_and_all_pixels_once()
    {
        var picture = new TrainingPicture(Enumerable.Range(1, 20).ToArray(), new PictureContext(5, 4));
        var augmentation = new PictureAugmentation(new TrainingRecipe { MaskFraction = 0.5, Seed = 2 }, batchSize: 3);
        int masked = 0;
        for (int step = 0; step < 300; step++)
        {
            TrainingPicture changed = augmentation.Change(picture, step, step % 3);
            if (changed.Context.Order is not { } order)
            {
                Assert.Equal(picture.Pixels.ToArray(), changed.Pixels.ToArray());
                continue;
            }

            masked++;
            int[] places = [.. Enumerable.Range(0, 20).Select(order.PixelAt)];
            Assert.Equal(Enumerable.Range(0, 20), places.Order());
            Assert.Equal(places[..order.Given].Order(), places[..order.Given]);
            Assert.Equal(places[order.Given..].Order(), places[order.Given..]);
            Assert.All(places, (pixel, position) => Assert.Equal(position, order.PositionOf(pixel)));
            Assert.Equal(places.Select(p => p + 1), changed.Pixels.ToArray());
            int[] raster = new int[20];
            order.ToRaster<int>(changed.Pixels.Span, raster);
            Assert.Equal(picture.Pixels.ToArray(), raster);
        }

        Assert.InRange(masked, 110, 190);
    }

    [Fact]
    public void A_recipe_with_masks_requires_a_model_for_any_order_and_is_adapted_to_others()
    {
        var recipe = new TrainingRecipe { MaskFraction = 0.9, Recolor = true };
        TransformerDescription raster = Infrastructure.TinyModels.Config("gpt2").Description, any = Infrastructure.TinyModels.Config("pixelgpt-any").Description;
        Assert.Contains("'pixel_order' any", Assert.Throws<InputException>(() => (recipe with { Recolor = false }).CheckSupported(raster)).Message);
        recipe.CheckSupported(any);
        Assert.Equal((0, false), (recipe.AdaptTo(raster).MaskFraction, recipe.AdaptTo(raster).Recolor));
        Assert.Equal(recipe, recipe.AdaptTo(any));
        Assert.Contains("mask_fraction must be 0 to 1", Assert.Throws<InputException>(() => new TrainingRecipe { MaskFraction = 1.5 }.Validate()).Message);
    }
}
