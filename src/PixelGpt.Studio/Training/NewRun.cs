using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>A run to start. Values that are null have those of the preset's recipe.</summary>
/// <param name="Id">The name of the run, which becomes its id; null to derive it from the data set and the model type.</param>
/// <param name="Dataset">The id of the data set.</param>
/// <param name="ModelType">The model's family; null for the default one.</param>
/// <param name="Preset">The preset: tiny, small or base; null for small.</param>
internal sealed record NewRun(string? Id, string Dataset, string? ModelType, string? Preset)
{
    /// <summary>The id of the model whose weights the run starts from; null for random weights. The run then has the family and size of that model.</summary>
    public string? From { get; init; }

    /// <summary>The number of epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>The random seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The number of sequences per step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The limits of the studio.</summary>
    public StudioOptions Limits { get; init; } = new();

    /// <summary>Checks the values without the data set.</summary>
    /// <exception cref="InputException">A value is invalid.</exception>
    public void Check(ModelFamily family, ModelPreset preset)
    {
        CheckLimits();
        Apply(PresetRecipe.For(family, preset)).Validate();
    }

    /// <summary>Returns the hyperparameters for a data set.</summary>
    public TrainingRecipe RecipeFor(ModelFamily family, ModelPreset preset, SpriteDataset data) => RecipeFor(DefaultRecipe.For(family, preset, data), data);

    /// <summary>Checks the values without the data set, for a run that starts from a model.</summary>
    /// <exception cref="InputException">A value is invalid.</exception>
    public void CheckFineTuning(ModelFamily family)
    {
        if (ModelType is not null || Preset is not null) throw new InputException("give either from, or model_type and preset, not both: a run that starts from a model has its family and size");
        CheckLimits();
        Apply(PresetRecipe.FineTuningOf(family)).Validate();
    }

    /// <summary>Returns the hyperparameters for a data set, for a run that starts from a model.</summary>
    public TrainingRecipe FineTuningRecipeFor(ModelConfig config, SpriteDataset data) => RecipeFor(DefaultRecipe.ForFineTuning(config, data), data);

    private void CheckLimits()
    {
        InputException.Check(Epochs is null || Epochs <= Limits.MaxEpochs, "epochs", Epochs, $"at most {Limits.MaxEpochs}");
        InputException.Check(BatchSize is null || BatchSize <= Limits.MaxBatchSize, "batch_size", BatchSize, $"at most {Limits.MaxBatchSize}");
    }

    private TrainingRecipe RecipeFor(DefaultRecipe standard, SpriteDataset data)
    {
        TrainingRecipe recipe = Apply(standard.Recipe);
        return recipe with { WarmupSteps = DefaultRecipe.FitWarmup(recipe, data) };
    }

    private TrainingRecipe Apply(TrainingRecipe recipe) => recipe with
    {
        Epochs = Epochs ?? Math.Min(recipe.Epochs, Limits.MaxEpochs),
        Seed = Seed,
        LearningRate = LearningRate ?? recipe.LearningRate,
        BatchSize = BatchSize ?? Math.Min(recipe.BatchSize, Limits.MaxBatchSize),
    };
}
