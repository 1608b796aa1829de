using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The recipe of a new run for which the user has not selected one: that of the preset, adapted to the data set.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Note">How the recipe differs from that of the preset, as one line for the user; null if it does not.</param>
internal sealed record DefaultRecipe(TrainingRecipe Recipe, string? Note)
{
    /// <summary>A run has at least this number of steps for each step of warmup.</summary>
    private const int StepsPerWarmupStep = 10;

    /// <summary>Returns the recipe of a preset for a data set. Without complete dev sprites the training loss selects the best epoch, and training does not stop early.</summary>
    /// <param name="family">The model family.</param>
    /// <param name="preset">The model size.</param>
    /// <param name="data">The data set.</param>
    public static DefaultRecipe For(ModelFamily family, ModelPreset preset, SpriteDataset data) => Of(PresetRecipe.For(family, preset), data);

    /// <summary>Returns the recipe of a preset for a data set and a model, which can be another one than that of the preset; augmentations that it does not support are left out.</summary>
    /// <param name="config">The model.</param>
    /// <param name="preset">The model size.</param>
    /// <param name="data">The data set.</param>
    public static DefaultRecipe For(ModelConfig config, ModelPreset preset, SpriteDataset data) => Of(PresetRecipe.For(config.Family, preset).AdaptTo(config.Description), data);

    /// <summary>Returns the recipe for training that starts from the weights of a model.</summary>
    /// <param name="config">The model.</param>
    /// <param name="data">The data set. The fewer sprites it has, the more epochs are trained, so that the number of steps is about the same.</param>
    public static DefaultRecipe ForFineTuning(ModelConfig config, SpriteDataset data)
    {
        TrainingRecipe recipe = PresetRecipe.FineTuningOf(config.Family).AdaptTo(config.Description);
        long steps = (data[SpriteDataset.Train].Count + (long)recipe.BatchSize - 1) / recipe.BatchSize;
        int epochs = (int)Math.Clamp((PresetRecipe.FineTuningSteps + steps - 1) / Math.Max(1, steps), recipe.Epochs, PresetRecipe.MostFineTuningEpochs);
        return Of(recipe with { Epochs = epochs, Patience = Math.Max(recipe.Patience, epochs / 4) }, data);
    }

    private static DefaultRecipe Of(TrainingRecipe recipe, SpriteDataset data)
    {
        if (recipe.BestMetric == SelectionMetric.Loss || HasDevSprites(data)) return new DefaultRecipe(recipe, null);
        return new DefaultRecipe(
            recipe with { BestMetric = SelectionMetric.Loss, Patience = 0 },
            "the data set has no complete dev sprites, so the training loss selects the best epoch, and training does not stop early");
    }

    /// <summary>Returns the warmup steps of a recipe whose warmup is that of a preset: at most a tenth of all steps, for short runs and small data sets.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data set.</param>
    public static int FitWarmup(TrainingRecipe recipe, SpriteDataset data)
    {
        long stepsPerEpoch = (data[SpriteDataset.Train].Count + (long)recipe.BatchSize - 1) / recipe.BatchSize;
        return (int)Math.Min(recipe.WarmupSteps, stepsPerEpoch * recipe.Epochs / StepsPerWarmupStep);
    }

    /// <summary>Returns whether a data set has complete dev sprites, which the dev loss requires.</summary>
    public static bool HasDevSprites(SpriteDataset data) => data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && dev.Any(s => s.IsComplete);
}
