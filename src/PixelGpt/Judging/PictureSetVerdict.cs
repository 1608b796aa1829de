using PixelGpt.Judging.Measures;
using PixelGpt.Processes;

namespace PixelGpt.Judging;

/// <summary>The detection rate of a set of pictures.</summary>
internal sealed record PictureSetVerdict
{
    /// <summary>The name of the set.</summary>
    public required string Name { get; init; }

    /// <summary>The number of pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>The detection rate: the fraction of the pictures that are judged real.</summary>
    public required double Rate { get; init; }

    /// <summary>The lower end of the rate's 95 % confidence interval (Wilson 1927).</summary>
    public required double Low { get; init; }

    /// <summary>The upper end of the rate's 95 % confidence interval.</summary>
    public required double High { get; init; }

    /// <summary>The mean probability of being real.</summary>
    public required double MeanProbability { get; init; }

    /// <summary>Judges a set of pictures.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="set">The pictures.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <param name="group">The processes that share the pictures; null for this process only.</param>
    /// <returns>The detection rate.</returns>
    /// <exception cref="InputException">The set is empty, or a picture has another size or palette than the judge's.</exception>
    public static PictureSetVerdict Of(Judge judge, PictureSet set, int threads, CancellationToken cancellationToken = default, IProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(set);
        if (set.Pictures.Count == 0) throw new InputException($"{set.Name}: there are no pictures to judge");
        IReadOnlyList<Verdict> verdicts = judge.Score(set.Pictures, threads, cancellationToken, group);
        int real = verdicts.Count(v => v.IsReal);
        (double low, double high) = WilsonInterval.Of(real, verdicts.Count);
        return new PictureSetVerdict
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
