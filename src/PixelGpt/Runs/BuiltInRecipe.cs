using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>A recipe with a name, and the model that it is for.</summary>
/// <param name="Name">The name.</param>
/// <param name="ModelType">The family of the model.</param>
/// <param name="Preset">The size of the model.</param>
/// <param name="Recipe">The hyperparameters.</param>
internal sealed record BuiltInRecipe(string Name, string ModelType, ModelPreset Preset, TrainingRecipe Recipe)
{
    /// <summary>All built-in recipes.</summary>
    public static IReadOnlyList<BuiltInRecipe> All { get; } =
    [
        // Every value is given, so that the recipe does not change when a default does.
        new BuiltInRecipe("coursework", "gpt2", ModelPreset.Small, new TrainingRecipe
        {
            Epochs = 50,
            BatchSize = 16,
            LearningRate = 1e-3,
            Optimizer = OptimizerType.AdamW,
            MuonLearningRate = 0,
            WeightDecay = 0.1,
            DecayMatricesOnly = false,
            AdamBeta1 = 0.9,
            AdamBeta2 = 0.999,
            AdamEpsilon = 1e-8,
            LrSchedulerType = LearningRateScheduleType.Constant,
            WarmupSteps = 0,
            MinLrRatio = 0,
            MaxGradNorm = 0,
            Ema = 0,
            Flip = false,
            Rotate = false,
            MaxShift = 0,
            Recolor = false,
            SkipBadSteps = false,
            BestMetric = SelectionMetric.Loss,
            Patience = 0,
            PromptFraction = 0.6,
            Seed = 0,
        }),
    ];

    /// <summary>The names of all built-in recipes.</summary>
    public static IEnumerable<string> Names => All.Select(r => r.Name);

    /// <summary>Finds a recipe by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The recipe; null if there is none with this name.</returns>
    public static BuiltInRecipe? Find(string name) => All.FirstOrDefault(r => r.Name == name);
}
