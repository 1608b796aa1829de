using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Processes;

namespace PixelGpt.Judging;

/// <summary>Adapts a <see cref="Judging.Judge"/> to the interface that evaluations use.</summary>
/// <param name="judge">The judge.</param>
/// <param name="group">The processes that share the pictures; null for this process only.</param>
internal sealed class PictureJudge(Judge judge, IProcessGroup? group = null) : IPictureJudge
{
    /// <inheritdoc/>
    /// <exception cref="InputException">There are no pictures, or one has another size or palette than the judge's.</exception>
    public DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default)
    {
        var set = PictureSetVerdict.Of(judge, new PictureSet("pictures", pictures), threads, cancellationToken, group);
        JudgeFigures figures = judge.Record.Test ?? judge.Record.Dev;
        return new DetectionRate
        {
            Rate = set.Rate,
            Low = set.Low,
            High = set.High,
            Judge = FormattableString.Invariant($"a judge trained on {judge.Record.Data} (seed {judge.Record.Recipe.Seed}), ROC AUC {figures.Auc:0.000} on {figures.Split}, with a threshold that {judge.Record.Recipe.PassRate:0.##} of real dev sprites reach"),
        };
    }
}
