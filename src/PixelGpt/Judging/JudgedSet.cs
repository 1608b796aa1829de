using PixelGpt.Data;
using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>Pictures to be judged together.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Pictures">The pictures: at least one.</param>
public sealed record PicturesToJudge(string Name, IReadOnlyList<Sprite> Pictures);

/// <summary>What a judge says of a set of pictures.</summary>
public sealed record JudgedSet
{
    /// <summary>What they are.</summary>
    public required string Name { get; init; }

    /// <summary>How many.</summary>
    public required int Pictures { get; init; }

    /// <summary>The detection rate: the share of them that count as real, 0 to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Where the rate's 95 % interval begins (Wilson 1927), for so many pictures drawn at random.</summary>
    public required double Low { get; init; }

    /// <summary>Where it ends.</summary>
    public required double High { get; init; }

    /// <summary>The mean probability of being real.</summary>
    public required double MeanProbability { get; init; }

    /// <summary>Has a judge look at a set of pictures.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="set">The pictures.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    /// <exception cref="InputException">There are no pictures, or they are none that the judge knows.</exception>
    public static JudgedSet Of(Judge judge, PicturesToJudge set, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(set);
        if (set.Pictures.Count == 0) throw new InputException($"{set.Name}: there are no pictures to judge");
        IReadOnlyList<Verdict> verdicts = judge.Score(set.Pictures, threads, cancellationToken);
        int real = verdicts.Count(v => v.IsReal);
        (double low, double high) = WilsonInterval.Of(real, verdicts.Count);
        return new JudgedSet
        {
            Name = set.Name,
            Pictures = verdicts.Count,
            Rate = (double)real / verdicts.Count,
            Low = low,
            High = high,
            MeanProbability = verdicts.Average(v => v.Probability),
        };
    }
}
