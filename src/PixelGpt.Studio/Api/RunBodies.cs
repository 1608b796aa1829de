using PixelGpt.Training;

namespace PixelGpt.Studio.Api;

/// <summary>The data sets there are to train on.</summary>
public sealed record DatasetsBody(IReadOnlyList<DatasetBody> Datasets);

/// <summary>A data set, or what is wrong with it.</summary>
public sealed record DatasetBody(string Id, string Name, int? Width, int? Height, int? Colors, IReadOnlyDictionary<string, int>? Splits, string? Problem = null);

/// <summary>The runs there are.</summary>
public sealed record RunsBody(IReadOnlyList<RunBody> Runs);

/// <summary>A run as it stands. State is queued, training, stopped, done, failed, or elsewhere: another process trains it.</summary>
public record RunBody
{
    public required string Id { get; init; }
    public required string State { get; init; }
    public string? Problem { get; init; }
    public int Epoch { get; init; }
    public int Epochs { get; init; }
    public double? Loss { get; init; }
    public double? DevLoss { get; init; }
    public double? Accuracy { get; init; }
    public string? ModelType { get; init; }
    public string? Dataset { get; init; }
    public bool HasReport { get; init; }
    public bool CanResume { get; init; }
}

/// <summary>A run with all that was written down of it.</summary>
public sealed record RunDetailsBody : RunBody
{
    public required IReadOnlyList<EpochMetrics> Metrics { get; init; }

    /// <summary>The epoch whose weights the folder holds.</summary>
    public int? Kept { get; init; }

    public TrainingRecipe? Recipe { get; init; }
}

/// <summary>A run to begin.</summary>
public sealed record StartBody
{
    public string? Id { get; set; }
    public required string Dataset { get; set; }
    public string ModelType { get; set; } = "gpt2";
    public string Preset { get; set; } = "small";
    public int Epochs { get; set; } = 50;
    public ulong Seed { get; set; }
    public double LearningRate { get; set; } = 1e-3;
    public int BatchSize { get; set; } = 16;
}

/// <summary>A run to go on with, perhaps for longer than was planned.</summary>
public sealed record ResumeBody(int? Epochs = null);

/// <summary>How far a run has come within an epoch.</summary>
public sealed record RunStep(int Epoch, int Batch, int Batches, double Loss, double TokensPerSecond, double? SecondsLeft);

/// <summary>Dev sprites as a run's model finishes them, greedily.</summary>
public sealed record RunSamples(int Epoch, int Width, int Height, int PromptPixels, IReadOnlyList<int[]> Pixels);

/// <summary>The last event of a run.</summary>
public sealed record RunEnd(string State);
