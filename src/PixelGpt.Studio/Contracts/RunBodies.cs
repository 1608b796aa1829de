using System.Text.Json.Serialization;
using PixelGpt.Training;

namespace PixelGpt.Studio.Contracts;

/// <summary>The runs in the models folder.</summary>
/// <param name="Runs">The runs in alphabetical order of their ids.</param>
internal sealed record RunsBody(IReadOnlyList<RunBody> Runs);

/// <summary>The state of a run.</summary>
internal record RunBody
{
    /// <summary>The name of the run's folder.</summary>
    public required string Id { get; init; }

    /// <summary>The state of the run.</summary>
    public required RunState State { get; init; }

    /// <summary>Why the run failed, or why it cannot be saved at the moment.</summary>
    public string? Problem { get; init; }

    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of planned epochs.</summary>
    public int Epochs { get; init; }

    /// <summary>The training loss of the last completed epoch, in nats per pixel.</summary>
    public double? Loss { get; init; }

    /// <summary>The dev loss of the last completed epoch, in nats per pixel.</summary>
    public double? DevLoss { get; init; }

    /// <summary>The accuracy of the last completed epoch on the dev split, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The model's family, such as gpt2.</summary>
    public string? ModelType { get; init; }

    /// <summary>The name of the data set.</summary>
    public string? Dataset { get; init; }

    /// <summary>The dev loss of a guess by how often each colour occurs, in nats per pixel, to compare dev_loss with; null for runs of earlier versions.</summary>
    public double? FrequencyLoss { get; init; }

    /// <summary>The lowest dev loss of all epochs, in nats per pixel.</summary>
    public double? BestDevLoss { get; init; }

    /// <summary>The name of the model whose weights the run started from; null for random weights.</summary>
    public string? From { get; init; }

    /// <summary>The number of training sprites.</summary>
    public int? Sprites { get; init; }

    /// <summary>The evaluation that this studio started last.</summary>
    public EvaluationBody? Evaluation { get; init; }

    /// <summary>Whether the run has an evaluation report.</summary>
    public bool HasReport { get; init; }

    /// <summary>Whether the run can be resumed. A run that is done can be resumed only with more epochs, see <c>can_extend</c>.</summary>
    public bool CanResume { get; init; }

    /// <summary>Whether epochs can be added to the run, which is done: not if it stopped early or if its learning rate follows a cosine schedule.</summary>
    public bool CanExtend { get; init; }

    /// <summary>Whether training stopped before the last epoch, because the best metric did not improve any more.</summary>
    public bool StoppedEarly { get; init; }
}

/// <summary>A run with its metrics and recipe.</summary>
internal sealed record RunDetailsBody : RunBody
{
    /// <summary>The metrics of each completed epoch.</summary>
    public required IReadOnlyList<EpochMetrics> Metrics { get; init; }

    /// <summary>The epoch whose weights the run's model has.</summary>
    [JsonPropertyName("kept")]
    public int? BestEpoch { get; init; }

    /// <summary>The hyperparameters of the run.</summary>
    public TrainingRecipe? Recipe { get; init; }
}

/// <summary>A run to start.</summary>
// Properties that are left out have their default values, which requires settable properties.
internal sealed record StartRunBody
{
    /// <summary>The name of the run, which becomes its id and the name of its folder; null to derive it from the data set and the model type.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the data set.</summary>
    public required string Dataset { get; set; }

    /// <summary>The id of the model whose weights the run starts from, such as built-in (fine-tuning). The run has the family and size of that model. Null for random weights.</summary>
    public string? From { get; set; }

    /// <summary>The model's family: pixelgpt, gpt2, llama, mistral, qwen2 or qwen3; null for pixelgpt.</summary>
    public string? ModelType { get; set; }

    /// <summary>The preset: tiny, small or base; null for small.</summary>
    public string? Preset { get; set; }

    /// <summary>The number of epochs; null for that of the preset's recipe.</summary>
    public int? Epochs { get; set; }

    /// <summary>The random seed.</summary>
    public ulong Seed { get; set; }

    /// <summary>The learning rate; null for that of the preset's recipe.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The number of sequences per step; null for that of the preset's recipe.</summary>
    public int? BatchSize { get; set; }
}

/// <summary>A run to resume.</summary>
/// <param name="Epochs">The new total number of epochs; null to leave it unchanged.</param>
internal sealed record ResumeRunBody(int? Epochs = null);
