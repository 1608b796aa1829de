using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>A model evaluated on a data set: the figures, and the pictures they are of.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Splits">Figures and pictures of each split.</param>
/// <param name="Palette">The colours of the pictures.</param>
public sealed record ModelEvaluation(EvaluationReport Report, IReadOnlyList<DetailedEvaluation> Splits, Palette Palette)
{
    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="splits">Which splits.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="progress">Told how far it is, from any thread; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next pixel drawn or picture scored.</param>
    /// <exception cref="InputException">Model and data do not go together, no truth of a split is known, or an option makes no sense.</exception>
    public static ModelEvaluation Compute(
        PixelModel model, SpriteDataset data, IReadOnlyList<string> splits, EvaluationOptions options, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(options);
        model.CheckSamePalette(data);
        if (splits.Distinct(StringComparer.Ordinal).Count() < splits.Count) throw new InputException($"a split is given twice: {string.Join(", ", splits)}");
        IReadOnlyList<Sprite> training = data.Splits.TryGetValue(SpriteDataset.Train, out IReadOnlyList<Sprite>? train) ? train : [];
        using var evaluator = new DetailedEvaluator(model, training, options);
        var work = new EvaluationProgressTracker(splits.Sum(s => evaluator.WorkOf(Whole(s))), progress);
        DetailedEvaluation[] results = [.. splits.Select(s => evaluator.Evaluate(s, data[s], work, cancellationToken)!)];
        return new ModelEvaluation(new EvaluationReport { Dataset = DataDescription.Of(data), PromptFraction = options.PromptFraction, Splits = [.. results.Select(r => r.Figures)] }, results, model.Palette);

        // Found before the work begins, not after half of it.
        int Whole(string split) => data[split].Count(s => s.IsComplete) is > 0 and var count
            ? count
            : throw new InputException($"{data.Name}: no sprite of split '{split}' is known whole, so there is no truth to score against");
    }
}
