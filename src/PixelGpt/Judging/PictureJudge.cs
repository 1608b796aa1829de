using PixelGpt.Data;
using PixelGpt.Evaluation;

namespace PixelGpt.Judging;

/// <summary>A judge as evaluations ask it.</summary>
/// <param name="judge">The judge.</param>
public sealed class PictureJudge(Judge judge) : IPictureJudge
{
    /// <inheritdoc/>
    /// <exception cref="InputException">There are no pictures, or they are none that the judge knows.</exception>
    public DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default)
    {
        JudgedSet set = JudgedSet.Of(judge, new PicturesToJudge("pictures", pictures), threads, cancellationToken);
        JudgeFigures figures = judge.Record.Test ?? judge.Record.Dev;
        return new DetectionRate
        {
            Rate = set.Rate,
            Low = set.Low,
            High = set.High,
            Judge = FormattableString.Invariant($"a judge trained on {judge.Record.Data} (seed {judge.Record.Recipe.Seed}), of ROC AUC {figures.Auc:0.000} on {figures.Split}, at the threshold that {judge.Record.Recipe.PassRate:0.##} of real dev sprites reach"),
        };
    }
}
