using System.Text.Json;
using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>
/// The picture detection rate (PDR): the share of pictures that a judge takes for real at the threshold set on dev, with
/// what gives the number a scale: the rates of true pictures and of completions that take no skill.
/// </summary>
public sealed record DetectionRates
{
    /// <summary>The checksum of the data that the judge was trained on.</summary>
    public required string JudgeData { get; init; }

    /// <summary>The judge's seed.</summary>
    public required ulong JudgeSeed { get; init; }

    /// <summary>The judge's own area under the ROC curve, mean over the kinds of negatives, on test (on dev where it had no test).</summary>
    public required double JudgeAuc { get; init; }

    /// <summary>The probability from which on a picture counts as real.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of real dev sprites that reach it: how it was chosen.</summary>
    public required double DevPassRate { get; init; }

    /// <summary>The pictures that were asked about, a set each.</summary>
    public required IReadOnlyList<JudgedSet> Sets { get; init; }

    /// <summary>True pictures, and trivial completions of their beginnings.</summary>
    public required IReadOnlyList<JudgedSet> Scale { get; init; }

    /// <summary>Has a judge look at completions, with a scale of the same sprites.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="completions">The pictures in question, a set a way of drawing them.</param>
    /// <param name="truths">The true pictures; those not known whole are left out.</param>
    /// <param name="train">The train split, for the nearest of its sprites.</param>
    /// <param name="promptLength">How many pixels the completions were given.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    /// <exception cref="InputException">The judge does not know such pictures.</exception>
    public static DetectionRates Compute(
        Judge judge, IReadOnlyList<PicturesToJudge> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<Sprite> train, int promptLength, int threads, CancellationToken cancellationToken = default) =>
        Of(judge, completions, ScaleOf(judge, truths, train, promptLength, threads, cancellationToken), threads, cancellationToken);

    /// <summary>Has a judge look at pictures, with the scale of the test rows of its own data.</summary>
    /// <exception cref="InputException">The judge does not know such pictures.</exception>
    public static DetectionRates Compute(Judge judge, IReadOnlyList<PicturesToJudge> pictures, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        return Of(judge, pictures, judge.Record.Scale, threads, cancellationToken);
    }

    /// <summary>It as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JudgeJson.Default.DetectionRates);

    /// <summary>The rates of true pictures and of trivial completions of their beginnings; empty where none is known whole.</summary>
    internal static IReadOnlyList<JudgedSet> ScaleOf(Judge judge, IReadOnlyList<Sprite> truths, IReadOnlyList<Sprite> train, int promptLength, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(train);
        Sprite[] whole = [.. truths.Where(s => s.IsComplete)];
        if (whole.Length == 0) return [];
        PicturesToJudge[] sets = [new("true pictures", whole), .. TrivialCompletions.Of(whole, promptLength, [.. train.Where(s => s.IsComplete)])];
        return [.. sets.Select(s => JudgedSet.Of(judge, s, threads, cancellationToken))];
    }

    private static DetectionRates Of(Judge judge, IReadOnlyList<PicturesToJudge> sets, IReadOnlyList<JudgedSet> scale, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return new DetectionRates
        {
            JudgeData = judge.Record.DataChecksum,
            JudgeSeed = judge.Record.Recipe.Seed,
            JudgeAuc = (judge.Record.Test ?? judge.Record.Dev).Auc,
            Threshold = judge.Threshold,
            DevPassRate = judge.Record.Recipe.PassRate,
            Sets = [.. sets.Select(s => JudgedSet.Of(judge, s, threads, cancellationToken))],
            Scale = scale,
        };
    }
}
