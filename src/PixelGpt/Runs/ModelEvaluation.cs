using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>The evaluation of a model on a data set: the figures and the pictures they were computed from.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Splits">The figures and pictures of each split.</param>
/// <param name="Palette">The palette of the pictures.</param>
public sealed record ModelEvaluation(EvaluationReport Report, IReadOnlyList<DetailedEvaluation> Splits, Palette Palette)
{
    /// <summary>Evaluates a model on a data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="splits">The splits to evaluate.</param>
    /// <param name="options">Which figures to compute, and how.</param>
    /// <param name="progress">Receives the progress, on any thread; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per generated pixel and scored picture.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="InputException">The model does not fit the data, a split is unknown or has no complete sprites, or an option is invalid.</exception>
    public static ModelEvaluation Compute(
        PixelModel model, SpriteDataset data, IReadOnlyList<string> splits, EvaluationOptions options, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(options);
        model = model.ForPaletteOf(data);
        if (splits.Distinct(StringComparer.Ordinal).Count() < splits.Count) throw new InputException($"a split is given twice: {string.Join(", ", splits)}");

        // Sprites of different sizes cannot be compared pixel by pixel.
        IReadOnlyList<Sprite> training = !data.HasMixedSizes && data.Splits.TryGetValue(SpriteDataset.Train, out IReadOnlyList<Sprite>? train) ? train : [];
        using var evaluator = new DetailedEvaluator(model, training, options);
        var work = new EvaluationProgressTracker(splits.Sum(s => evaluator.WorkOf(Complete(s))), progress);
        DetailedEvaluation[] results = [.. splits.Select(s => evaluator.Evaluate(s, data[s], work, cancellationToken)!)];
        return new ModelEvaluation(new EvaluationReport { Dataset = DataDescription.Of(data), PromptFraction = options.PromptFraction, Splits = [.. results.Select(r => r.Figures)] }, results, model.Palette);

        // Checked for all splits before the first is evaluated.
        int Complete(string split) => data[split].Count(s => s.IsComplete) is > 0 and var count
            ? count
            : throw new InputException($"{data.Name}: split '{split}' has no complete sprites, so there is no truth to compare with");
    }
}
