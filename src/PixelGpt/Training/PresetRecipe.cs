using PixelGpt.Models.Families;

namespace PixelGpt.Training;

/// <summary>
/// The recipes that belong to the presets. Those of the pixel family are tuned on the train and dev splits of
/// <c>pokemon</c>; all other families have the recipe of the original course work.
/// </summary>
public static class PresetRecipe
{
    /// <summary>The values that all presets of the pixel family share.</summary>
    private static readonly TrainingRecipe Pixel = new()
    {
        BatchSize = 16,
        LearningRate = 6e-3,
        WeightDecay = 0.1,
        DecayMatricesOnly = true,
        AdamBeta1 = 0.9,
        AdamBeta2 = 0.98,
        AdamEpsilon = 1e-8,
        LrSchedulerType = LearningRateScheduleType.Cosine,
        WarmupSteps = 100,
        MinLrRatio = 0.05,
        MaxGradNorm = 1,
        Ema = 0.995,
        Flip = true,
        Rotate = true,
        MaxShift = 2,
        Recolor = true,
        MaskFraction = 0.9,
        BestMetric = SelectionMetric.DevLoss,
        Patience = 15,
    };

    /// <summary>
    /// The recipe for training that starts from the weights of a model of the pixel family: a lower learning rate, as the weights need
    /// small changes only, a short warmup, and early stopping. The number of epochs is for about 200 sprites; smaller data sets need more.
    /// </summary>
    public static TrainingRecipe FineTuning { get; } = Pixel with { Epochs = 40, LearningRate = 3e-3, WarmupSteps = 20, Ema = 0.98, Patience = 10 };

    private static readonly PresetTraining Tiny = new(Pixel with { Epochs = 20 }, FewestEpochs: 1, MostEpochs: 200);

    private static readonly PresetTraining Small = new(Pixel with { Epochs = 75 }, FewestEpochs: 8, MostEpochs: 200);

    private static readonly PresetTraining Base = new(Pixel with { Epochs = 80, LearningRate = 5e-3 }, FewestEpochs: 60, MostEpochs: 400);

    private static readonly PresetTraining CourseWork = new(new TrainingRecipe(), FewestEpochs: 1, MostEpochs: int.MaxValue);

    /// <summary>Returns the recipe of a preset.</summary>
    /// <param name="family">The model family.</param>
    /// <param name="preset">The model size.</param>
    /// <returns>The recipe, with seed 0.</returns>
    public static TrainingRecipe For(ModelFamily family, ModelPreset preset = ModelPreset.Small) => Of(family, preset).Recipe;

    /// <summary>Returns how a preset is trained.</summary>
    /// <param name="family">The model family.</param>
    /// <param name="preset">The model size.</param>
    internal static PresetTraining Of(ModelFamily family, ModelPreset preset)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (!IsTuned(family)) return CourseWork;
        return preset switch
        {
            ModelPreset.Tiny => Tiny,
            ModelPreset.Base => Base,
            _ => Small,
        };
    }

    /// <summary>The number of steps that fine-tuning on few sprites is planned for.</summary>
    internal const int FineTuningSteps = 260;

    /// <summary>The maximum number of epochs that fine-tuning is planned for.</summary>
    internal const int MostFineTuningEpochs = 100;

    /// <summary>Returns the recipe for training that starts from the weights of a model of a family. Families without a tuned recipe have that of the course work with a lower learning rate and early stopping.</summary>
    /// <param name="family">The model family.</param>
    internal static TrainingRecipe FineTuningOf(ModelFamily family) =>
        IsTuned(family) ? FineTuning : CourseWork.Recipe with { Epochs = FineTuning.Epochs, LearningRate = 2e-4, WarmupSteps = FineTuning.WarmupSteps, BestMetric = SelectionMetric.DevLoss, Patience = FineTuning.Patience };

    /// <summary>Returns whether each preset of a family has a recipe of its own.</summary>
    /// <param name="family">The model family.</param>
    internal static bool IsTuned(ModelFamily family) => family is PixelFamily;
}
