using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public class SamplingCalibrationTests
{
    [Fact]
    public void The_nll_at_a_temperature_is_that_of_the_scaled_distribution()
    {
        float[] distribution = [0.5f, 0.3f, 0.2f];
        var nll = TemperedNll.Of(new MatrixSpan(distribution, 1, 3, 3), colors: 3, [0, 1], promptLength: 1, [0.5, 1, 2]);
        Assert.Equal(-Math.Log(0.09 / (0.25 + 0.09 + 0.04)), nll[0], 1e-6);
        Assert.Equal(-Math.Log(0.3), nll[1], 1e-6);
        Assert.Equal(-Math.Log(Math.Sqrt(0.3) / (Math.Sqrt(0.5) + Math.Sqrt(0.3) + Math.Sqrt(0.2))), nll[2], 1e-6);

        // The third token is not a colour, so it is never sampled.
        var twoColors = TemperedNll.Of(new MatrixSpan(distribution, 1, 3, 3), colors: 2, [0, 1], promptLength: 1, [1]);
        Assert.Equal(-Math.Log(0.3 / 0.8), twoColors[0], 1e-6);
    }

    [Theory]
    [InlineData(0.93, 0.95)]
    [InlineData(0.95, 0.95)]
    [InlineData(2, 1)]
    [InlineData(0.1, 0.5)]
    public void The_smallest_sufficient_top_p_is_found(double least, double expected) =>
        Assert.Equal(expected, SamplingCalibrator.SmallestTopP(topP => topP >= least));

    [Theory]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(1.4)]
    public void The_temperature_that_pictures_were_sampled_with_is_found(double temperature)
    {
        PixelModel model = TinyModels.PixelModel();
        var calibration = SamplingCalibration.Fit(model, Sampled(model, temperature));
        Assert.InRange(calibration.Temperature, temperature - 0.1, temperature + 0.1);
        Assert.InRange(calibration.TopP, 0.9, 1);
        Assert.InRange(calibration.GeneratedSurprisal, calibration.Nll - (3 * calibration.SurprisalStandardError), calibration.Nll + 0.1);
        Assert.True(calibration.CalibratedNll <= calibration.Nll);
        Assert.Equal(new GenerationOptions { DoSample = true, Temperature = calibration.Temperature, TopP = calibration.TopP }, calibration.Options);
    }

    [Fact]
    public void The_nll_at_temperature_1_is_that_of_the_evaluation()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt");
        Sprite[] dev = [.. TinyModels.Dataset()["dev"]];
        using var evaluator = new SplitEvaluator(model, 1);
        Assert.Equal(evaluator.Evaluate("dev", dev, 0.6)!.NllCompleted, SamplingCalibration.Fit(model, dev, 0.6).Nll, 1e-4);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_threads()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt");
        Sprite[] dev = [.. TinyModels.Dataset(21, 30)["dev"]];
        Assert.Equal(SamplingCalibration.Fit(model, dev, threads: 1), SamplingCalibration.Fit(model, dev, threads: 3));
    }

    [Fact]
    public void Partial_sprites_are_ignored_and_alone_refused()
    {
        PixelModel model = TinyModels.PixelModel();
        Sprite[] dev = [.. TinyModels.Dataset()["dev"]], partial = [.. dev.Select(s => s.FirstPixels(20))];
        Assert.Equal(SamplingCalibration.Fit(model, dev), SamplingCalibration.Fit(model, [.. partial, .. dev]));
        Assert.Contains("no complete sprites", Assert.Throws<InputException>(() => SamplingCalibration.Fit(model, partial)).Message);
    }

    /// <summary>Generates pictures with a model.</summary>
    private static Sprite[] Sampled(PixelModel model, double temperature)
    {
        Sprite[] prompts = [.. TinyModels.Dataset(800)["train"].Select(s => s.FirstPixels(18))];
        return [.. model.Complete(prompts, new GenerationOptions { DoSample = true, Temperature = temperature, Seed = 5 }, threads: 2)];
    }
}
