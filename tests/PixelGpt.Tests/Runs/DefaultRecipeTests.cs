using PixelGpt.Data;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public class DefaultRecipeTests
{
    private static readonly ModelFamily Family = ModelFamily.All[0];

    [Fact]
    public void With_dev_sprites_the_recipe_is_that_of_the_preset()
    {
        Assert.Equal(new DefaultRecipe(PresetRecipe.For(Family, ModelPreset.Base), null), DefaultRecipe.For(Family, ModelPreset.Base, TinyModels.Dataset()));
    }

    [Fact]
    public void Without_dev_sprites_the_training_loss_selects_the_best_epoch_and_a_note_says_so()
    {
        SpriteDataset data = TinyModels.Dataset();
        var withoutDev = new SpriteDataset("no dev", data.Palette, data.Width, data.Height, [new("train", data["train"]), new("dev", [])]);
        (TrainingRecipe recipe, string? note) = DefaultRecipe.For(Family, ModelPreset.Small, withoutDev);
        Assert.Equal((SelectionMetric.Loss, 0), (recipe.BestMetric, recipe.Patience));
        Assert.Contains("no complete dev sprites, so the training loss selects the best epoch", note);
        Assert.Null(DefaultRecipe.For(ModelFamily.Find("gpt2"), ModelPreset.Small, withoutDev).Note);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(20, 8)]
    [InlineData(1000, 100)]
    public void Warmup_is_at_most_a_tenth_of_the_steps(int epochs, int warmup)
    {
        // 24 sprites in batches of 6 are 4 steps per epoch.
        Assert.Equal(warmup, DefaultRecipe.FitWarmup(new TrainingRecipe { Epochs = epochs, BatchSize = 6, WarmupSteps = 100 }, TinyModels.Dataset()));
    }
}
