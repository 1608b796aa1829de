using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>
/// Everything about a training run that is not the model or the data. The defaults are the course work's. In JSON the
/// names are in snake case, those of Hugging Face's <c>TrainingArguments</c> where there is one.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>Passes over the training split.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Sequences a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The learning rate, or its peak where there is a schedule.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's decoupled weight decay, on all parameters.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>AdamW's β₁.</summary>
    [JsonPropertyName("adam_beta1")]
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>AdamW's β₂.</summary>
    [JsonPropertyName("adam_beta2")]
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>AdamW's ε.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>How the learning rate moves.</summary>
    public LearningRateScheduleType LrSchedulerType { get; init; } = LearningRateScheduleType.Constant;

    /// <summary>Steps over which the learning rate rises from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>The gradient's norm is clipped to this; 0 for no clipping.</summary>
    public double MaxGradNorm { get; init; }

    /// <summary>Whether a step with a loss or gradient that is not finite, or a loss that has run away, is left out; else training ends there.</summary>
    public bool SkipBadSteps { get; init; }

    /// <summary>The metric that selects the best epoch, whose weights the run's model has.</summary>
    public SelectionMetric BestMetric { get; init; } = SelectionMetric.Loss;

    /// <summary>The share of a picture that prompts keep.</summary>
    public double PromptFraction { get; init; } = Data.SequenceViews.DefaultPromptFraction;

    /// <summary>What all chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes sure that it can be followed.</summary>
    /// <exception cref="InputException">It cannot; the message names the value.</exception>
    /// <returns>Itself.</returns>
    public TrainingRecipe Validate()
    {
        InputException.Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        InputException.Check(BatchSize >= 1, "batch_size", BatchSize, "at least 1");
        InputException.Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning_rate", LearningRate, "above 0");
        InputException.Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight_decay", WeightDecay, "at least 0");
        InputException.Check(AdamBeta1 is >= 0 and < 1, "adam_beta1", AdamBeta1, "at least 0 and less than 1");
        InputException.Check(AdamBeta2 is >= 0 and < 1, "adam_beta2", AdamBeta2, "at least 0 and less than 1");
        InputException.Check(AdamEpsilon > 0 && double.IsFinite(AdamEpsilon), "adam_epsilon", AdamEpsilon, "above 0");
        InputException.Check(WarmupSteps >= 0, "warmup_steps", WarmupSteps, "at least 0");
        InputException.Check(MaxGradNorm >= 0 && double.IsFinite(MaxGradNorm), "max_grad_norm", MaxGradNorm, "at least 0 (0 for no clipping)");
        InputException.Check(PromptFraction is > 0 and < 1, "prompt_fraction", PromptFraction, "between 0 and 1");
        InputException.Check(Enum.IsDefined(LrSchedulerType), "lr_scheduler_type", LrSchedulerType, "constant or cosine");
        InputException.Check(Enum.IsDefined(BestMetric), "best_metric", BestMetric, "loss or dev_loss");
        return this;
    }
}

/// <summary>How the learning rate moves over a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateScheduleType>))]
public enum LearningRateScheduleType
{
    /// <summary>It stays.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>It falls to 0 along half a cosine.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,
}

/// <summary>The metric that selects the best epoch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SelectionMetric>))]
public enum SelectionMetric
{
    /// <summary>The epoch of the lowest training loss, as the course work does.</summary>
    [JsonStringEnumMemberName("loss")]
    Loss,

    /// <summary>The epoch of the lowest dev loss: what a model that overfits should be judged by.</summary>
    [JsonStringEnumMemberName("dev_loss")]
    DevLoss,
}
