using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Every baseline, in the order of tables.</summary>
public static class AllBaselines
{
    /// <summary>Those that can be had: without whole training sprites none that looks them up.</summary>
    /// <param name="training">The training split; may be empty.</param>
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
