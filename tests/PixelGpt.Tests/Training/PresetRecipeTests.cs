using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public class PresetRecipeTests
{
    public static TheoryData<string, ModelPreset> Presets()
    {
        var presets = new TheoryData<string, ModelPreset>();
        foreach (ModelFamily family in ModelFamily.All)
        {
            foreach (ModelPreset preset in Enum.GetValues<ModelPreset>()) presets.Add(family.ModelType, preset);
        }

        return presets;
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_has_a_valid_recipe(string family, ModelPreset preset)
    {
        TrainingRecipe recipe = PresetRecipe.For(ModelFamily.Find(family), preset).Validate();
        PresetTraining training = PresetRecipe.Of(ModelFamily.Find(family), preset);
        Assert.InRange(recipe.Epochs, training.FewestEpochs, training.MostEpochs);
        Assert.Equal(0ul, recipe.Seed);
    }

    [Fact]
    public void The_presets_of_the_default_family_select_the_best_epoch_by_dev_loss()
    {
        ModelFamily family = ModelFamily.All[0];
        Assert.Equal("pixelgpt", family.ModelType);
        Assert.All(Enum.GetValues<ModelPreset>().Select(preset => PresetRecipe.For(family, preset)), recipe =>
        {
            Assert.Equal((SelectionMetric.DevLoss, LearningRateScheduleType.Cosine, true), (recipe.BestMetric, recipe.LrSchedulerType, recipe.DecayMatricesOnly));
            Assert.True(recipe is { Ema: > 0, Patience: > 0, WarmupSteps: > 0, MinLrRatio: > 0 });
        });
    }

    [Fact]
    public void Other_families_have_the_recipe_of_the_course_work()
    {
        Assert.All(ModelFamily.All.Skip(1), family => Assert.Equal(PixelGpt.Runs.BuiltInRecipe.Find("coursework")!.Recipe, PresetRecipe.For(family, ModelPreset.Base)));
    }
}
