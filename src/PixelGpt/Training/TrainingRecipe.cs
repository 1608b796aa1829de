using System.Globalization;
using System.Text.Json.Serialization;
using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Training;

/// <summary>
/// The hyperparameters of a training run. The default values are those of the original course work. In JSON, names are in
/// snake case and, where possible, the same as in <c>TrainingArguments</c> of Hugging Face transformers.
/// </summary>
/// <remarks><see cref="PresetRecipe"/> has the recipes of the presets.</remarks>
public sealed record TrainingRecipe
{
    /// <summary>Maximum of <see cref="MaxShift"/>.</summary>
    private const int MaxMaxShift = 16;

    /// <summary>The number of epochs.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>The number of sequences per step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The learning rate after warmup; with a cosine schedule, the peak.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The optimizer.</summary>
    public OptimizerType Optimizer { get; init; } = OptimizerType.AdamW;

    /// <summary>The learning rate of the weights that Muon updates, after warmup; 0 for <see cref="LearningRate"/>, which all other parameters have. AdamW does not use it.</summary>
    public double MuonLearningRate { get; init; }

    /// <summary>The decoupled weight decay of the optimizer; applied to all parameters unless <see cref="DecayMatricesOnly"/> is true.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Whether weight decay is applied only to parameters with at least two dimensions, that is, not to norms and biases.</summary>
    public bool DecayMatricesOnly { get; init; }

    /// <summary>AdamW's β₁, the decay rate of the first moments.</summary>
    [JsonPropertyName("adam_beta1")]
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>AdamW's β₂, the decay rate of the second moments.</summary>
    [JsonPropertyName("adam_beta2")]
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>AdamW's ε, added to the denominator of the update.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>The learning-rate schedule.</summary>
    public LearningRateScheduleType LrSchedulerType { get; init; } = LearningRateScheduleType.Constant;

    /// <summary>The number of steps in which the learning rate rises linearly from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>The learning rate at the end of a cosine schedule, as a fraction of the peak, from 0 to 1. A constant schedule requires 0.</summary>
    public double MinLrRatio { get; init; }

    /// <summary>The maximum norm of the gradient; 0 for no gradient clipping.</summary>
    public double MaxGradNorm { get; init; }

    /// <summary>
    /// The decay rate of an exponential moving average of the weights, at least 0 and less than 1; 0 for no averaging. The average is what is
    /// scored on the dev split and saved as the model. In the first steps the decay rate is lower, see <see cref="WeightAverage"/>.
    /// </summary>
    public double Ema { get; init; }

    /// <summary>Whether pictures are mirrored left to right at random.</summary>
    public bool Flip { get; init; }

    /// <summary>Whether pictures are rotated by quarter turns at random; pictures that are not square by half turns only.</summary>
    public bool Rotate { get; init; }

    /// <summary>The maximum number of pixels by which pictures are moved at random in each direction; 0 for none.</summary>
    public int MaxShift { get; init; }

    /// <summary>Whether hue, chroma and lightness of the palette are changed at random, once per step.</summary>
    public bool Recolor { get; init; }

    /// <summary>The fraction of pictures whose pixels are in the order of a random mask, see <see cref="Augmentation.RandomMask"/>; 0 for none. Requires a model for any pixel order.</summary>
    public double MaskFraction { get; init; }

    /// <summary>Whether to skip bad steps. If not, training fails at the first one.</summary>
    public bool SkipBadSteps { get; init; }

    /// <summary>The metric that selects the best epoch, whose weights the run's model has.</summary>
    public SelectionMetric BestMetric { get; init; } = SelectionMetric.Loss;

    /// <summary>The number of epochs without improvement of the best metric after which training stops early; 0 for no early stopping.</summary>
    public int Patience { get; init; }

    /// <summary>The prompt fraction for scoring completions of the dev split.</summary>
    public double PromptFraction { get; init; } = Data.SequenceViews.DefaultPromptFraction;

    /// <summary>The random seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks that all values are valid.</summary>
    /// <returns>This recipe.</returns>
    /// <exception cref="InputException">A value is invalid; the message names it.</exception>
    public TrainingRecipe Validate()
    {
        InputException.Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        InputException.Check(BatchSize is >= 1 and <= DatasetLimits.MaxSprites, "batch_size", BatchSize, $"1 to {DatasetLimits.MaxSprites}");
        InputException.Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning_rate", LearningRate, "greater than 0");
        InputException.Check(MuonLearningRate >= 0 && double.IsFinite(MuonLearningRate), "muon_learning_rate", MuonLearningRate, "at least 0 (0 for the learning rate of all other parameters)");
        InputException.Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight_decay", WeightDecay, "at least 0");
        InputException.Check(AdamBeta1 is >= 0 and < 1, "adam_beta1", AdamBeta1, "at least 0 and less than 1");
        InputException.Check(AdamBeta2 is >= 0 and < 1, "adam_beta2", AdamBeta2, "at least 0 and less than 1");
        InputException.Check(AdamEpsilon > 0 && double.IsFinite(AdamEpsilon), "adam_epsilon", AdamEpsilon, "greater than 0");
        InputException.Check(WarmupSteps >= 0, "warmup_steps", WarmupSteps, "at least 0");
        InputException.Check(MinLrRatio is >= 0 and <= 1, "min_lr_ratio", MinLrRatio, "0 to 1");
        InputException.Check(MinLrRatio == 0 || LrSchedulerType == LearningRateScheduleType.Cosine, "min_lr_ratio", MinLrRatio, "0 for a constant schedule");
        InputException.Check(Ema is >= 0 and < 1, "ema", Ema, "at least 0 and less than 1 (0 for no averaging)");
        InputException.Check(MaxGradNorm >= 0 && double.IsFinite(MaxGradNorm), "max_grad_norm", MaxGradNorm, "at least 0 (0 for no clipping)");
        InputException.Check(MaxShift is >= 0 and <= MaxMaxShift, "max_shift", MaxShift, $"0 to {MaxMaxShift}");
        InputException.Check(MaskFraction is >= 0 and <= 1, "mask_fraction", MaskFraction, "0 to 1");
        InputException.Check(Patience >= 0, "patience", Patience, "at least 0 (0 for no early stopping)");
        InputException.Check(PromptFraction is > 0 and < 1, "prompt_fraction", PromptFraction, "between 0 and 1");
        InputException.Check(Enum.IsDefined(Optimizer), "optimizer", Optimizer, "adamw or muon");
        InputException.Check(Enum.IsDefined(LrSchedulerType), "lr_scheduler_type", LrSchedulerType, "constant or cosine");
        InputException.Check(Enum.IsDefined(BestMetric), "best_metric", BestMetric, "loss or dev_loss");
        return this;
    }

    /// <summary>Checks that a model supports the augmentations of this recipe.</summary>
    /// <param name="model">Architecture of the model.</param>
    /// <exception cref="InputException">The model does not support one of them; the message names it.</exception>
    internal void CheckSupported(TransformerDescription model)
    {
        if (Recolor && model.ColorFrequencies is null) throw new InputException("recolor requires a model with colour features; use the pixelgpt family with 'color_features' true, or switch it off");
        if (MaskFraction > 0 && !model.AnyOrder) throw new InputException("mask_fraction requires a model for any pixel order; use the pixelgpt family with 'pixel_order' any, or set it to 0");
        if (model.AugmentationEmbedding && MaxShift > model.MaxShift)
            throw new InputException($"max_shift must be at most 'max_shift' of the model, {model.MaxShift} (got {MaxShift})");
    }

    /// <summary>Returns this recipe without the augmentations that a model does not support.</summary>
    /// <param name="model">Architecture of the model.</param>
    internal TrainingRecipe AdaptTo(TransformerDescription model) => this with
    {
        Recolor = Recolor && model.ColorFrequencies is not null,
        MaskFraction = model.AnyOrder ? MaskFraction : 0,
        MaxShift = model.AugmentationEmbedding ? Math.Min(MaxShift, model.MaxShift) : MaxShift,
    };

    /// <summary>Names the optimizer, and which parameters it is for.</summary>
    internal string DescribeOptimizer()
    {
        if (Optimizer == OptimizerType.AdamW) return "AdamW";
        string rate = MuonLearningRate > 0 ? string.Create(CultureInfo.InvariantCulture, $", learning rate {MuonLearningRate}") : "";
        return $"Muon for the matrices of the blocks{rate}, AdamW for the rest";
    }

    /// <summary>Returns whether training stops early.</summary>
    /// <param name="epoch">Number of completed epochs.</param>
    /// <param name="bestEpoch">Best epoch so far, from 1; 0 before the end of the first epoch.</param>
    internal bool StopsEarly(int epoch, int bestEpoch) => Patience > 0 && epoch < Epochs && bestEpoch > 0 && epoch - bestEpoch >= Patience;
}

/// <summary>The metric that selects the best epoch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SelectionMetric>))]
public enum SelectionMetric
{
    /// <summary>The training loss, as in the original course work.</summary>
    [JsonStringEnumMemberName("loss")]
    Loss,

    /// <summary>The dev loss, which does not select an overfitted epoch.</summary>
    [JsonStringEnumMemberName("dev_loss")]
    DevLoss,
}
