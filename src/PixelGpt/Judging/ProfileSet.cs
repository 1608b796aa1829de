using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>The profiles of a split's real sprites and of the negatives made of them.</summary>
/// <param name="Split">Which split.</param>
/// <param name="Real">Of its real sprites.</param>
/// <param name="Kinds">The names of the kinds of negatives.</param>
/// <param name="Negatives">Of each kind's negatives.</param>
internal sealed record ProfileSet(string Split, IReadOnlyList<double[]> Real, IReadOnlyList<string> Kinds, IReadOnlyList<IReadOnlyList<double[]>> Negatives)
{
    /// <summary>The same without a kind of negative.</summary>
    public ProfileSet Without(string kind)
    {
        int[] kept = [.. Enumerable.Range(0, Kinds.Count).Where(i => Kinds[i] != kind)];
        return this with { Kinds = [.. kept.Select(i => Kinds[i])], Negatives = [.. kept.Select(i => Negatives[i])] };
    }

    /// <summary>What a head says of all of it.</summary>
    public SetLogits Score(JudgeHead head) => new([.. Real.Select(p => head.Logit(p))], [.. Negatives.Select(n => n.Select(p => head.Logit(p)).ToArray())]);
}

/// <summary>What a judge said of a <see cref="ProfileSet"/>.</summary>
/// <param name="Real">The logits of its real sprites.</param>
/// <param name="Negatives">The logits of each kind's negatives.</param>
internal sealed record SetLogits(double[] Real, double[][] Negatives)
{
    /// <summary>Each kind of negative counting the same, and all of them together as much as the real ones.</summary>
    public ScoredPicture[] Balanced() =>
    [
        .. Real.Select(s => new ScoredPicture(s, 1, 0.5 / Real.Length)),
        .. Negatives.SelectMany(kind => kind.Select(s => new ScoredPicture(s, 0, 0.5 / Negatives.Length / kind.Length))),
    ];

    /// <summary>The area under the ROC curve, as the mean over kinds.</summary>
    public double MeanArea() => Negatives.Average(kind => RocCurve.Area(Real, kind));
}
