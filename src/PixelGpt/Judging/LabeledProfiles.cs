namespace PixelGpt.Judging;

/// <summary>The surprisal profiles of a split's real sprites and of the negatives made from them.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Real">Profiles of the real sprites.</param>
/// <param name="Kinds">Names of the kinds of negatives.</param>
/// <param name="Negatives">Profiles of the negatives, one list per kind.</param>
internal sealed record LabeledProfiles(string Split, IReadOnlyList<double[]> Real, IReadOnlyList<string> Kinds, IReadOnlyList<IReadOnlyList<double[]>> Negatives)
{
    /// <summary>Returns the same profiles without one kind of negative.</summary>
    public LabeledProfiles Without(string kind)
    {
        int[] others = [.. Enumerable.Range(0, Kinds.Count).Where(i => Kinds[i] != kind)];
        return this with { Kinds = [.. others.Select(i => Kinds[i])], Negatives = [.. others.Select(i => Negatives[i])] };
    }

    /// <summary>Computes the logit of every profile.</summary>
    public LabeledLogits Score(JudgeHead head) => new([.. Real.Select(p => head.Logit(p))], [.. Negatives.Select(n => n.Select(p => head.Logit(p)).ToArray())]);
}
