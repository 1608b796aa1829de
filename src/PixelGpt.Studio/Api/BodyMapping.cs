using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Training;
using PixelGpt.Training;

namespace PixelGpt.Studio.Api;

/// <summary>Converts results to response bodies and event data, and request bodies to runs.</summary>
internal static class BodyMapping
{
    /// <summary>Converts a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="withPalette">Whether to include the palette.</param>
    public static ModelBody ToBody(this ModelInfo model, bool withPalette) => new()
    {
        Id = model.Id,
        State = model.State,
        Problem = model.Problem,
        ModelType = model.Config?.Family.ModelType,
        Parameters = model.ParameterCount,
        Colors = model.Palette?.Count,
        Width = model.Config?.ImageSize?.Width,
        Height = model.Config?.ImageSize?.Height,
        MaxPixels = model.Config?.Description.MaxPositions,
        PromptFraction = model.PromptFraction,
        Dataset = model.Dataset,
        Epochs = model.EpochCount,
        Loss = model.BestEpoch?.Loss,
        DevLoss = model.BestEpoch?.DevLoss,
        Accuracy = model.BestEpoch?.Accuracy,
        Generation = model.Generation is { } g ? new GenerationBody(g.DoSample, g.Temperature, g.TopK, g.TopP, g.MinP, g.TypicalP, g.RepetitionPenalty) : null,
        Palette = withPalette && model.Palette is { } palette ? [.. palette.Colors.Select(c => $"#{c.R:x2}{c.G:x2}{c.B:x2}")] : null,
    };

    /// <summary>Converts the state of a run.</summary>
    public static RunBody ToBody(this RunInfo run) => Fill(new RunBody { Id = run.Id, State = run.State }, run);

    /// <summary>Converts a run with its metrics and recipe.</summary>
    public static RunDetailsBody ToDetailsBody(this RunInfo run) =>
        Fill(new RunDetailsBody { Id = run.Id, State = run.State, BestEpoch = run.BestEpoch, Metrics = run.Epochs, Recipe = run.Recipe }, run);

    private static T Fill<T>(T body, RunInfo run)
        where T : RunBody
    {
        return body with
        {
            Problem = run.Problem,
            Epoch = run.Epochs.Count,
            Epochs = run.Recipe?.Epochs ?? 0,
            Loss = LastEpoch(run)?.Loss,
            DevLoss = LastEpoch(run)?.DevLoss,
            Accuracy = LastEpoch(run)?.Accuracy,
            ModelType = run.ModelType,
            Dataset = run.Dataset,
            HasReport = run.HasReport,
            CanResume = run.CanResume,
        };
    }

    /// <summary>Converts a request to start a run.</summary>
    public static NewRun ToNewRun(this StartRunBody body)
    {
        var recipe = new TrainingRecipe { Epochs = body.Epochs, Seed = body.Seed, LearningRate = body.LearningRate, BatchSize = body.BatchSize };
        return new NewRun(body.Id, body.Dataset, body.ModelType, body.Preset, recipe);
    }

    /// <summary>Converts the probabilities of a picture's pixels.</summary>
    public static ProbabilitiesBody ToBody(this IReadOnlyList<PixelProbabilities> pixels) =>
        new([.. pixels.Select(p => p.Probability)], [.. pixels.Select(p => p.Entropy)], [.. pixels.Select(p => ToPairs(p.Alternatives))]);

    /// <summary>Converts a step of a run.</summary>
    public static RunStepBody ToBody(this RunStepEvent step) => new(step.Epoch, step.Batch, step.Batches, step.Loss, step.TokensPerSecond, step.SecondsLeft);

    /// <summary>Converts completed dev sprites.</summary>
    public static RunSamplesBody ToBody(this RunSamplesEvent samples) => new(samples.Epoch, samples.Width, samples.Height, samples.PromptPixels, samples.Pixels);

    /// <summary>Converts a generated pixel.</summary>
    public static CompletionPixelBody ToBody(this GeneratedPixel pixel)
    {
        IReadOnlyList<float[]>? alternatives = pixel.Alternatives.Count > 0 ? ToPairs(pixel.Alternatives) : null;
        return new CompletionPixelBody(pixel.Sequence, pixel.Position, pixel.Color, pixel.Probability, pixel.Entropy, alternatives);
    }

    /// <summary>Converts sprites of a split.</summary>
    public static SamplesBody ToSamplesBody(this SpriteDataset data, string split, int offset, int count)
    {
        IReadOnlyList<Sprite> sprites = data[split];
        return new SamplesBody(data.Width, data.Height, sprites.Count, [.. sprites.Skip(offset).Take(count).Select(s => s.Pixels.ToArray())]);
    }

    /// <summary>Converts colours with their probabilities to pairs of numbers.</summary>
    public static IReadOnlyList<float[]> ToPairs(IReadOnlyList<ColorProbability> alternatives) => [.. alternatives.Select(a => (float[])[a.Color, a.Probability])];

    private static EpochMetrics? LastEpoch(RunInfo run) => run.Epochs.Count > 0 ? run.Epochs[^1] : null;
}
