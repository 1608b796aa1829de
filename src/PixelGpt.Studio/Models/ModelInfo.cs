using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Training;

namespace PixelGpt.Studio.Models;

/// <summary>A model in the models folder, or the built-in model.</summary>
internal sealed record ModelInfo
{
    /// <summary>The name of the model's folder.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the model can be used.</summary>
    public required ModelState State { get; init; }

    /// <summary>Why the model cannot be used; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The configuration; null if the model cannot be used.</summary>
    public ModelConfig? Config { get; init; }

    /// <summary>The palette; null if the model cannot be used.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The minimum width and height of a picture.</summary>
    public int MinSize { get; init; } = 1;

    /// <summary>The default prompt fraction; null if the model cannot be used.</summary>
    public double? PromptFraction { get; init; }

    /// <summary>The default sampling; null if the folder has no generation_config.json.</summary>
    public GenerationOptions? Generation { get; init; }

    /// <summary>The parameter count; null if the folder has no run.</summary>
    public long? ParameterCount { get; init; }

    /// <summary>The name of the data set that the model was trained on; null if the folder has no run.</summary>
    public string? Dataset { get; init; }

    /// <summary>The record of the run; null if the folder has no run.</summary>
    public TrainingRecord? Record { get; init; }

    /// <summary>The number of completed epochs; null if the folder has no run.</summary>
    public int? EpochCount { get; init; }

    /// <summary>The metrics of the best epoch; null if the folder has no run.</summary>
    public EpochMetrics? BestEpoch { get; init; }
}
