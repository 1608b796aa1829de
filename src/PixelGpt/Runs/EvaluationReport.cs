using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>The figures of a model on a data set: <c>evaluation.json</c>.</summary>
public sealed record EvaluationReport
{
    /// <summary>What was scored on.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The share of a picture that prompts kept.</summary>
    public required double Keep { get; init; }

    /// <summary>The figures of each split.</summary>
    public required IReadOnlyList<SplitEvaluation> Splits { get; init; }

    /// <summary>Scores a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="splits">Which splits.</param>
    /// <param name="keep">The share of a picture that prompts keep.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <exception cref="InputException">Model and data do not go together, or no truth of a split is known.</exception>
    public static EvaluationReport Compute(PixelModel model, SpriteDataset data, IReadOnlyList<string> splits, double keep, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        model.CheckSamePalette(data);
        using var evaluator = new SplitEvaluator(model, threads);
        var results = new List<SplitEvaluation>();
        foreach (string split in splits)
        {
            results.Add(evaluator.Evaluate(split, data[split], keep, cancellationToken)
                ?? throw new InputException($"{data.Name}: no sprite of split '{split}' is known whole, so there is no truth to score against"));
        }

        return new EvaluationReport { Dataset = DataDescription.Of(data), Keep = keep, Splits = results };
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Default.EvaluationReport);

    /// <summary>Writes the file.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson() + "\n");
}
