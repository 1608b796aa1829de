using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation.Batching;
using PixelGpt.Imaging;
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
        MinSize = model.Config?.Description.MaxImageSize > 0 ? model.MinSize : null,
        MaxSize = model.Config?.Description.MaxImageSize is > 0 and int size ? size : null,
        FreePalette = model.Config?.Description.HasFreePalette,
        AnyOrder = model.Config?.Description.AnyOrder,
        PromptFraction = model.PromptFraction,
        Dataset = NameOf(model.Dataset),
        Epochs = model.EpochCount,
        Loss = model.BestEpoch?.Loss,
        DevLoss = model.BestEpoch?.DevLoss,
        FrequencyLoss = model.Record?.FrequencyNll,
        Sprites = model.Record?.Dataset.Splits.GetValueOrDefault(SpriteDataset.Train),
        From = model.Record?.BaseModel?.Name,
        Accuracy = model.BestEpoch?.Accuracy,
        Generation = model.Generation is { } g ? new GenerationBody(g.DoSample, g.Temperature, g.TopK, g.TopP, g.MinP, g.TypicalP, g.RepetitionPenalty) : null,
        Palette = withPalette ? model.Palette?.ToHex() : null,
    };

    /// <summary>Converts a palette to colours as <c>#rrggbb</c>.</summary>
    public static IReadOnlyList<string> ToHex(this Palette palette) => [.. palette.Colors.Select(c => c.ToString())];

    /// <summary>Reads a palette of a request; null if it has none.</summary>
    /// <exception cref="InputException">There are no colours, or one is not <c>#rrggbb</c>.</exception>
    public static Palette? ToPalette(this IReadOnlyList<string>? colors)
    {
        return colors is null ? null : new Palette(colors.Select(color => Rgb.TryParse(color, out Rgb rgb) ? rgb : throw new InputException($"a colour of 'palette' must be #rrggbb (got '{Excerpt.Of(color ?? "null")}')")));
    }

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
            Dataset = NameOf(run.Dataset),
            FrequencyLoss = run.FrequencyNll,
            BestDevLoss = run.Epochs.Min(e => e.DevLoss),
            From = run.From,
            Sprites = run.SpriteCount,
            Evaluation = run.Evaluation,
            HasReport = run.HasReport,
            CanResume = run.CanResume,
            CanExtend = run.CanExtend,
            StoppedEarly = run.HasStoppedEarly,
        };
    }

    /// <summary>Converts a request to start a run.</summary>
    public static NewRun ToNewRun(this StartRunBody body) => new(body.Id, body.Dataset, body.ModelType, body.Preset)
    {
        From = body.From,
        Epochs = body.Epochs,
        Seed = body.Seed,
        LearningRate = body.LearningRate,
        BatchSize = body.BatchSize,
    };

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

    /// <summary>Converts sprites of a split: from an offset on those that have the size of the first one.</summary>
    public static SamplesBody ToSamplesBody(this SpriteDataset data, string split, int offset, int count)
    {
        IReadOnlyList<Sprite> sprites = data[split];
        Sprite? first = sprites.ElementAtOrDefault(offset);
        return new SamplesBody(
            first?.Width ?? data.Width, first?.Height ?? data.Height, sprites.Count, [.. sprites.Skip(offset).Where(s => s.HasSizeOf(first!)).Take(count).Select(s => s.Pixels.ToArray())]);
    }

    /// <summary>Converts colours with their probabilities to pairs of numbers.</summary>
    public static IReadOnlyList<float[]> ToPairs(IReadOnlyList<ColorProbability> alternatives) => [.. alternatives.Select(a => (float[])[a.Color, a.Probability])];

    /// <summary>Returns the name of a data set: that of its folder if a run was trained on one.</summary>
    private static string? NameOf(string? dataset) => Path.IsPathRooted(dataset) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset)) : dataset;

    private static EpochMetrics? LastEpoch(RunInfo run) => run.Epochs.Count > 0 ? run.Epochs[^1] : null;
}
