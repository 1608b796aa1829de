using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>
/// Picture detection rates (PDR): the fractions of pictures that are judged real, with the rates of true pictures and
/// of baselines for comparison.
/// </summary>
internal sealed record DetectionRates
{
    /// <summary>The checksum of the data set that the judge was trained on.</summary>
    public required string JudgeData { get; init; }

    /// <summary>The judge's seed.</summary>
    public required ulong JudgeSeed { get; init; }

    /// <summary>The judge's area under the ROC curve, mean over the kinds of negatives; on test, or on dev if the data set has no test split.</summary>
    public required double JudgeAuc { get; init; }

    /// <summary>The minimum probability of a picture that is judged real.</summary>
    public required double Threshold { get; init; }

    /// <summary>The pass rate: the threshold was chosen so that this fraction of the real dev sprites reach it.</summary>
    public required double DevPassRate { get; init; }

    /// <summary>The rates of the judged sets.</summary>
    public required IReadOnlyList<PictureSetVerdict> Sets { get; init; }

    /// <summary>The rates of true pictures and of the baselines.</summary>
    [JsonPropertyName("scale")]
    public required IReadOnlyList<PictureSetVerdict> References { get; init; }

    /// <summary>Judges completions, and computes the reference rates on the same sprites.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="completions">The completions, one set per method.</param>
    /// <param name="references">The sprites from which the reference rates are computed.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The rates.</returns>
    /// <exception cref="InputException">A set is empty, or a picture has another size or palette than the judge's.</exception>
    public static DetectionRates Compute(Judge judge, IReadOnlyList<PictureSet> completions, ReferencePictures references, int threads, CancellationToken cancellationToken = default) =>
        Of(judge, completions, RatesOf(judge, references, threads, cancellationToken), threads, cancellationToken);

    /// <summary>Judges pictures. The reference rates are those of the test split of the judge's own data.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="pictures">The pictures, one set per table row.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The rates.</returns>
    /// <exception cref="InputException">A set is empty, or a picture has another size or palette than the judge's.</exception>
    public static DetectionRates Compute(Judge judge, IReadOnlyList<PictureSet> pictures, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        return Of(judge, pictures, judge.Record.References, threads, cancellationToken);
    }

    /// <summary>Serialises the rates as JSON.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, JudgeJson.Default.DetectionRates);

    /// <summary>Computes the rates of true pictures and of the baselines; empty if no sprite is complete.</summary>
    internal static IReadOnlyList<PictureSetVerdict> RatesOf(Judge judge, ReferencePictures references, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        Sprite[] complete = [.. references.Truths.Where(s => s.IsComplete)];
        if (complete.Length == 0) return [];
        PictureSet[] sets = [new("true pictures", complete), .. BaselineCompletions.Of(complete, references.PromptLength, [.. references.Train.Where(s => s.IsComplete)])];
        return [.. sets.Select(s => PictureSetVerdict.Of(judge, s, threads, cancellationToken: cancellationToken))];
    }

    private static DetectionRates Of(Judge judge, IReadOnlyList<PictureSet> sets, IReadOnlyList<PictureSetVerdict> references, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return new DetectionRates
        {
            JudgeData = judge.Record.DataChecksum,
            JudgeSeed = judge.Record.Recipe.Seed,
            JudgeAuc = (judge.Record.Test ?? judge.Record.Dev).Auc,
            Threshold = judge.Threshold,
            DevPassRate = judge.Record.Recipe.PassRate,
            Sets = [.. sets.Select(s => PictureSetVerdict.Of(judge, s, threads, cancellationToken: cancellationToken))],
            References = references,
        };
    }
}
