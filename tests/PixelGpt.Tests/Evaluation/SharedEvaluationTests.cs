using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

/// <summary>Evaluations by several processes, which are threads here. There are 5 sprites, so that some of 7 processes have none.</summary>
public sealed class SharedEvaluationTests : IDisposable
{
    private static readonly Lazy<Judge> Trained = new(() =>
        new JudgeTraining(TinyModels.Dataset(24, 8, 8), new JudgeRecipe { Copies = 2, GeneratorEpochs = 1, NegativeRounds = 1, Epochs = 1, HeldOutKinds = false }, [], 2).Run(new SilentJudgeListener()));

    private readonly SpriteDataset _data = TinyModels.Dataset();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Sizes => new(1, 2, 3, 4, 7);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_figures_are_those_of_one_process(int size)
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        string Evaluate(IProcessGroup? group)
        {
            var network = new ProjectedPixels();
            var options = new EvaluationOptions
            {
                Temperatures = [0.5, 1],
                Samples = 2,
                Seed = 4,
                Threads = 1 + ((group?.Rank ?? 0) % 2),
                Judge = new PictureJudge(Trained.Value, group),
                Protocols = [new DistanceSetup(DistanceProtocol.Completed, network), new DistanceSetup(DistanceProtocol.Original, network)],
                FeatureCache = group is null ? null : _folder[$"cache {group.Rank}"],
                Group = group,
            };
            return ModelEvaluation.Compute(model, _data, ["dev", "test"], options).Report.ToJson();
        }

        string expected = Evaluate(null);
        Assert.Equal(expected, ThreadGroup.Run(size, Evaluate)[0]);
        Assert.Equal([_folder["cache 0"]], Directory.GetDirectories(_folder.Path));
        Assert.Equal(expected, ThreadGroup.Run(size, Evaluate)[0]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_process_gets_the_features_of_all_pictures_and_only_the_root_uses_the_cache(int size)
    {
        PixelImage[] pictures = [.. _data["test"].Select(s => SpriteImage.Render(s, _data.Palette))];
        float[][] expected = new ProjectedPixels().Extract(pictures, 1);
        int Extract(IProcessGroup group)
        {
            var network = new ProjectedPixels();
            var reported = new List<int>();
            float[][] features = new CachedFeatureExtractor(new SharedFeatureExtractor(network, group), _folder[$"{group.Rank}"], group).Extract(pictures, 1, new DirectProgress(reported.Add));
            Assert.Equal(expected, features);
            Assert.All(reported, done => Assert.InRange(done, 1, pictures.Length));
            if (network.Pictures > 0) Assert.Equal(pictures.Length, reported[^1]);
            return network.Pictures;
        }

        Assert.Equal(pictures.Length, ThreadGroup.Run(size, Extract).Sum());
        Assert.Equal(0, ThreadGroup.Run(size, Extract).Sum());
        Assert.Equal([_folder["0"]], Directory.GetDirectories(_folder.Path));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_sampling_is_that_of_one_process(int size)
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt");
        SamplingCalibration Fit(IProcessGroup? group) => SamplingCalibration.Fit(model, _data["dev"], 0.6, 2, group: group);
        SamplingCalibration expected = Fit(null);
        Assert.All(ThreadGroup.Run(size, Fit), calibration => Assert.Equal(expected, calibration));
    }

    private sealed class DirectProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    private sealed class SilentJudgeListener : IJudgeListener
    {
        public void StageStarted(string what, string unit, long total)
        {
        }

        public void StageAdvanced(long done)
        {
        }

        public void GeneratorEpochDone(int epoch, int epochs, double loss, double devLoss)
        {
        }

        public void JudgeTrained(string? without, double devArea)
        {
        }
    }
}
