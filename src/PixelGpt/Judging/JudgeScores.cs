using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>What a judge says of sets of pictures, such as a run's completions with true and trivial pictures beside them.</summary>
public sealed record JudgeScores
{
    /// <summary>The checksum of the data that the judge was trained on.</summary>
    public required string JudgeData { get; init; }

    /// <summary>The judge's seed.</summary>
    public required ulong JudgeSeed { get; init; }

    /// <summary>The judge's area under the ROC curve on test (on dev where it had no test).</summary>
    public required double JudgeAuc { get; init; }

    /// <summary>The probability from which on a picture counts as real.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of real dev sprites that reach it: how it was chosen.</summary>
    public required double DevPassRate { get; init; }

    /// <summary>The sets, in the order they were given.</summary>
    public required IReadOnlyList<JudgedSet> Sets { get; init; }

    /// <summary>Has a judge score sets of pictures.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="sets">Names and pictures, at least one each.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    /// <exception cref="InputException">The judge does not know such pictures.</exception>
    public static JudgeScores Compute(Judge judge, IReadOnlyList<PicturesToJudge> sets, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(sets);
        return new JudgeScores
        {
            JudgeData = judge.Record.DataChecksum,
            JudgeSeed = judge.Record.Recipe.Seed,
            JudgeAuc = (judge.Record.Test ?? judge.Record.Dev).Auc,
            Threshold = judge.Threshold,
            DevPassRate = judge.Record.Recipe.PassRate,
            Sets = [.. sets.Select(s => JudgedSet.Of(s.Name, judge.Score(s.Pictures, threads, cancellationToken)))],
        };
    }
}

/// <summary>Pictures to be judged together.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Pictures">The pictures.</param>
public sealed record PicturesToJudge(string Name, IReadOnlyList<Data.Sprite> Pictures);

/// <summary>What a judge says of a set of pictures.</summary>
public sealed record JudgedSet
{
    /// <summary>What they are.</summary>
    public required string Name { get; init; }

    /// <summary>How many.</summary>
    public required int Pictures { get; init; }

    /// <summary>The detection rate: the share of them that count as real, 0 to 1.</summary>
    public required double DetectionRate { get; init; }

    /// <summary>Where the rate's 95 % interval begins (Wilson 1927), for so many pictures drawn at random.</summary>
    public required double Low { get; init; }

    /// <summary>Where it ends.</summary>
    public required double High { get; init; }

    /// <summary>The mean probability of being real.</summary>
    public required double MeanProbability { get; init; }

    internal static JudgedSet Of(string name, IReadOnlyList<Verdict> verdicts)
    {
        int real = verdicts.Count(v => v.IsReal);
        (double low, double high) = WilsonInterval.Of(real, verdicts.Count);
        return new JudgedSet
        {
            Name = name,
            Pictures = verdicts.Count,
            DetectionRate = (double)real / verdicts.Count,
            Low = low,
            High = high,
            MeanProbability = verdicts.Average(v => v.Probability),
        };
    }
}
