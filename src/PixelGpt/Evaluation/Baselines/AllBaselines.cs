using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>All baselines, in the order of tables.</summary>
internal static class AllBaselines
{
    /// <summary>Returns the available baselines; those that look up training sprites need at least one complete training sprite.</summary>
    /// <param name="training">The train split; may be empty.</param>
    /// <returns>The baselines.</returns>
    public static IReadOnlyList<IBaseline> For(IReadOnlyList<Sprite> training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return
        [
            new WhiteBaseline(),
            new RepeatLastRowBaseline(),
            new MirrorBaseline(),
            .. training.Any(s => s.IsComplete) ? (IBaseline[])[new NearestPrefixBaseline(training)] : [],
            new TruthBaseline(),
        ];
    }
}
