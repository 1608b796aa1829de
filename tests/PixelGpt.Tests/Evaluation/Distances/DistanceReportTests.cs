using System.Text.Json.Nodes;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Imaging;
using PixelGpt.Runs.Reports;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Distances;

public class DistanceReportTests
{
    private static readonly DistanceOptions Quick = new() { Resamples = 20, KidSubsets = 5 };

    [Fact]
    public void A_report_does_not_depend_on_the_number_of_threads()
    {
        DistanceReport one = Compute(40, 50, 1), three = Compute(40, 50, 3);
        Assert.Equal(one, three);
        Assert.Equal(("completed", 40, 50, "both"), (one.Protocol, one.Pictures!.Value, one.ReferencePictures!.Value, one.Resampled));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(one.ToJson()), JsonNode.Parse(three.ToJson())));
    }

    [Theory]
    [InlineData(60, 60, 100, "60 pictures do not span 100 dimensions")]
    [InlineData(300, 200, 10, "estimated from 200 pictures")]
    public void The_bias_of_few_pictures_is_described(int generated, int reference, int width, string what)
    {
        var report = DistanceReport.Compute(DistanceProtocol.Completed, "n", Set(generated, width, 1), Set(reference, width, 2), Quick with { Resamples = 0 }, 2);
        Assert.StartsWith("too high: " + what, report.FrechetBias);
    }

    [Fact]
    public void Figures_that_need_more_pictures_are_null()
    {
        DistanceReport report = Compute(3, 3, 1);
        Assert.Null(report.Precision);
        Assert.Null(report.Density);
        Assert.Null(report.FrechetOfTrueHalves);
        Assert.NotNull(report.Kernel);
        Assert.Equal(2, report.KernelSubsetSize);
    }

    [Fact]
    public void Large_sets_are_not_resampled()
    {
        var large = Set(FrechetBootstrap.MaxPictures + 1, 4, 1);
        var report = DistanceReport.Compute(DistanceProtocol.Standard, "n", Set(50, 4, 2), large, Quick, 2);
        Assert.Equal(("pictures", null), (report.Resampled, report.FrechetOfTrueHalves));
        Assert.InRange(report.Frechet, report.FrechetLow!.Value, report.FrechetHigh!.Value);
        var none = DistanceReport.Compute(DistanceProtocol.Standard, "n", large, large, Quick, 2);
        Assert.Equal((null, null), (none.FrechetLow, none.Resamples));
    }

    [Fact]
    public void A_protocol_is_found_by_its_name()
    {
        Assert.Same(DistanceProtocol.Completed, DistanceProtocol.All[0]);
        Assert.All(DistanceProtocol.All, p => Assert.Same(p, DistanceProtocol.Find(p.Name)));
        Assert.Contains("completed, standard, original", Assert.Throws<InputException>(() => DistanceProtocol.Find("orginal")).Message);
    }

    [Fact]
    public void Only_the_original_protocol_fills_pixels_after_the_prompt_with_white()
    {
        var picture = new PixelImage(20, 20);
        picture.Fill(0, 0, 20, 20, new Rgba(10, 20, 30));
        Assert.Same(picture, DistanceProtocol.Completed.PrepareReference([picture], 0.6)[0]);
        PixelImage padded = DistanceProtocol.Original.PrepareReference([picture], 0.6)[0];
        Assert.Equal(240, padded.Pixels.ToArray().Count(p => p == new Rgba(10, 20, 30)));
        Assert.Equal(new Rgba(10, 20, 30), padded[19, 11]);
        Assert.Equal(new Rgba(255, 255, 255), padded[0, 12]);
        Assert.Equal(new Rgba(10, 20, 30), picture[0, 12]);
    }

    [Fact]
    public void The_results_file_has_three_lines()
    {
        using var folder = new TemporaryFolder();
        FidResultsFile.Write(folder[FidResultsFile.FileName], Compute(8, 6, 1) with { Frechet = 96.34, Protocol = "original" }, 0.36617);
        Assert.Equal("FID: 96.3400\nReconstruction Accuracy: 0.3662\nPictures: 8 completed, 6 true, protocol original\n", File.ReadAllText(folder["fid_results.txt"]));
    }

    [Fact]
    public void Only_distances_of_Inception_are_called_FID_and_KID()
    {
        DistanceReport report = Compute(8, 6, 1);
        Assert.Equal(("FID", "KID"), (report.Metric, report.KernelMetric));
        Assert.All((string[])["standard", "original", "protocol of another version"], name => Assert.Equal("FID", (report with { Protocol = name }).Metric));
        DistanceReport resNet = DistanceReport.Compute(DistanceProtocol.ResNet18, "n", Set(8, 20, 1), Set(6, 20, 2), Quick, 1);
        Assert.Equal(("resnet18 distance", "resnet18 kernel distance"), (resNet.Metric, resNet.KernelMetric));
        Assert.Equal((report.Frechet, report.FrechetLow, report.Kernel), (resNet.Frechet, resNet.FrechetLow, resNet.Kernel));
        Assert.DoesNotContain("FID", resNet.ToJson());
        Assert.DoesNotContain("KID", resNet.ToJson());
        Assert.Equal(["resnet18_distance", "resnet18_kernel_distance", "precision_resnet18", "recall_resnet18", "density_resnet18", "coverage_resnet18"], EvaluationFigures.OfDistances(resNet).Select(f => f.Key));
        Assert.Equal("fid_completed", EvaluationFigures.OfDistances(report)[0].Key);
    }

    private static FeaturesOrStatistics Set(int count, int width, ulong seed) => FeaturesOrStatistics.Of(FeatureCases.Set(count, width, seed));

    private static DistanceReport Compute(int generated, int reference, int threads) =>
        DistanceReport.Compute(DistanceProtocol.Completed, "n", Set(generated, 20, 1), Set(reference, 20, 2), Quick, threads);
}
