using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public class MaskTaskTests
{
    [Fact]
    public void The_missing_parts_are_those_of_the_definition()
    {
        int[] missing = [.. MaskTask.All.Select(task => task.Given(20, 20).Count(given => !given))];
        Assert.Equal(["hole", "top", "left", "scattered"], MaskTask.All.Select(t => t.Name));
        Assert.Equal([36, 160, 200], missing[..3]);
        Assert.InRange(missing[3], 100, 140);
        Assert.All(MaskTask.All, task => Assert.Contains(true, task.Given(5, 4)));
    }

    [Fact]
    public void Pixels_given_only_earlier_ones_have_the_surprisal_of_raster_order()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        Sprite[] sprites = [.. TinyModels.Dataset()["dev"]];
        using var likelihood = new Likelihood(model, 2);
        float[][] raster = likelihood.Surprisals(sprites);
        bool[] prefix = [.. Enumerable.Range(0, 30).Select(i => i < 11)];
        float[][] masked = likelihood.MaskedSurprisals(sprites, _ => prefix);
        for (int i = 0; i < sprites.Length; i++) Assert.Equal(raster[i], masked[i][1..]);
        MaskEvaluation hole = likelihood.Evaluate(MaskTask.All[0], sprites, raster);
        Assert.NotEqual(hole.Nll, hole.NllEarlier);
        Assert.True(double.IsFinite(hole.Nll) && double.IsFinite(hole.NllEarlier));
    }

    [Fact]
    public void Reports_have_masks_for_models_that_support_them_only()
    {
        SpriteDataset data = TinyModels.Dataset();
        Assert.Null(ModelEvaluation.Compute(TinyModels.PixelModel(), data, ["dev"], new EvaluationOptions()).Report.Splits[0].Masks);
        EvaluationReport report = ModelEvaluation.Compute(TinyModels.PixelModel("pixelgpt-any"), data, ["dev"], new EvaluationOptions()).Report;
        Assert.Equal(4, report.Splits[0].Masks!.Count);
        Assert.Contains("\"masks\"", report.ToJson());
    }
}
