using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

/// <summary>Everything that is said of a model, on a tiny one.</summary>
public class ModelEvaluationTests
{
    private readonly PixelModel _model = TinyModels.PixelModel();
    private readonly SpriteDataset _data = TinyModels.Dataset();

    [Fact]
    public void Figures_are_those_of_their_parts()
    {
        ModelEvaluation evaluation = Compute(new EvaluationOptions { Temperatures = [0.5, 1], Samples = 2, Seed = 4, Threads = 2 });
        SplitEvaluation split = evaluation.Report.Splits[0];
        IReadOnlyList<Sprite> truths = _data["test"];
        using var evaluator = new SplitEvaluator(_model, 1);
        SplitEvaluation brief = evaluator.Evaluate("test", truths, 0.6)!;
        Assert.Equal((brief.Accuracy, brief.Nll, brief.NllCompleted, brief.BitsPerPixel), (split.Accuracy, split.Nll, split.NllCompleted, split.BitsPerPixel));
        Assert.Equal(split.NllCompleted / Math.Log(2), split.BitsPerCompletedPixel);
        Assert.Equal(29, split.NllPerPosition!.Length);
        Assert.Equal(split.Nll, split.NllPerPosition.Average(v => (double)v), 1e-5);
        Assert.Equal(["greedy", "sampled_0.5", "sampled_1"], split.Drawings!.Select(d => d.Name));
        Assert.Equal([1, 2, 2], split.Drawings!.Select(d => d.Samples));
        Assert.Equal([null, 0.5, 1.0], split.Drawings!.Select(d => d.Temperature));

        // What is scored is what pixelgpt complete draws.
        var options = new GenerationOptions { DoSample = true, Temperature = 0.5, NumReturnSequences = 2, Seed = 4 };
        int[][] drawn = [.. CompletionSet.Generate(_model, truths, new CompletionSettings { PromptFraction = 0.6, BestOf = 2, Generation = options }).All.Select(c => c.Result.Pixels.ToArray())];
        Assert.Equal(drawn, evaluation.Splits[0].Drawings[1].Pictures);
        Assert.Equal(ReconstructionAccuracy.Compute(drawn, truths, 18), split.Drawings![1].Accuracy);
        Assert.Equal(ForegroundAccuracy.Compute(drawn, truths, 18), split.Drawings[1].ForegroundAccuracy);
        Assert.Equal(10, split.Drawings[1].Memorization!.Nearest!.Length);
    }

    [Fact]
    public void Baselines_stand_beside_the_model()
    {
        SplitEvaluation split = Compute(new EvaluationOptions()).Report.Splits[0];
        Assert.Equal(["white", "repeat_last_row", "mirror", "nearest_prefix", "truth"], split.Baselines!.Select(b => b.Name));
        DrawingEvaluation truth = split.Find("truth")!, white = split.Find("white")!;
        Assert.Equal((1.0, 0.0, 1.0), (truth.Accuracy, truth.AccuracyStandardError, truth.ForegroundAccuracy));
        Assert.Equal((0.0, 1.0), (white.ForegroundAccuracy, white.BackgroundShare));
        Assert.Equal(truth.BackgroundShare, white.Accuracy, 12);
        Assert.Equal(1.0, split.Find("nearest_prefix")!.Memorization!.Copies);
        Assert.Null(truth.Memorization!.Nearest);
    }

    [Fact]
    public void Nothing_depends_on_the_threads()
    {
        string With(int threads) => Compute(new EvaluationOptions { Samples = 3, Threads = threads, Protocols = Networks(new ProjectedPixels()) }).Report.ToJson();
        Assert.Equal(With(1), With(3));
    }

    [Fact]
    public void Distances_are_those_of_the_sets_under_every_protocol()
    {
        using var cache = new TemporaryFolder();
        var network = new ProjectedPixels();
        EvaluationOptions options = new() { Protocols = Networks(network), FeatureCache = cache.Path, Seed = 9 };
        SplitEvaluation split = Compute(options).Report.Splits[0];
        Assert.All(split.Drawings!.Concat(split.Baselines!), d => Assert.Equal(["completed", "original"], d.Distances!.Select(r => r.Protocol)));
        Assert.All(split.Find("greedy")!.Distances!, d => Assert.Equal(("pairs", 5, 9UL, "projected pixels"), (d.Resampled!, d.Pictures, d.Seed, d.Network)));
        Assert.InRange(split.Find("truth")!.Distances![0].Fid, 0, 1e-6);
        Assert.True(split.Find("greedy")!.Distances![0].Fid > 1e-3);

        // What the original calls true is blank where the rest was to be drawn, and that is said.
        Assert.InRange(split.Find("white")!.Distances![1].Fid, 0, 1e-4);
        Assert.True(split.Find("truth")!.Distances![1].Fid > 1e-3);
        Assert.Contains("misleads", split.Find("truth")!.Distances![1].Warning);

        // Two sets of the model's; the truth, the truth blanked, and the other baselines are kept.
        int looks = network.Looks;
        Compute(options);
        Assert.Equal(2 * 5, network.Looks - looks);
    }

    [Fact]
    public void One_sprite_is_scored_without_distances()
    {
        var data = new SpriteDataset("one", _data.Palette, _data.Width, _data.Height, [new("train", _data["train"]), new("test", [_data["test"][0]])]);
        SplitEvaluation split = ModelEvaluation.Compute(_model, data, ["test"], new EvaluationOptions { Protocols = Networks(new ProjectedPixels()) }).Report.Splits[0];
        Assert.Null(split.Drawings![0].Distances ?? split.Baselines![0].Distances);
        Assert.Null(split.NllStandardError ?? split.Drawings[0].AccuracyStandardError);
    }

    [Fact]
    public void A_judge_is_asked_of_every_set()
    {
        SplitEvaluation split = Compute(new EvaluationOptions { Judge = new ColourJudge() }).Report.Splits[0];
        Assert.All(split.Drawings!.Concat(split.Baselines!), d => Assert.Equal("counts colours", d.DetectionRate!.Judge));
        Assert.Equal(1.0, split.Find("truth")!.DetectionRate!.Rate);
        Assert.True(split.Find("greedy")!.DetectionRate!.Rate < 1);
    }

    [Fact]
    public void Progress_goes_from_nothing_to_all_and_never_back()
    {
        var seen = new List<EvaluationProgress>();
        Compute(new EvaluationOptions { Protocols = Networks(new ProjectedPixels()) }, new Listener(seen.Add));
        Assert.Equal(seen.Select(p => p.Share).Order(), seen.Select(p => p.Share));
        Assert.InRange(seen[^1].Share, 0.999, 1.001);
        Assert.Contains(seen, p => p is { What: "test: drawn greedily", Done: 5, Pictures: 5 });
        Assert.Contains(seen, p => p.What == "test: looking at greedy");
        Assert.Contains(seen, p => p.What == "test: distances of greedy, protocol completed");
    }

    [Fact]
    public void It_stops_in_every_phase()
    {
        var parts = new HashSet<string>();
        EvaluationOptions options = new() { Protocols = Networks(new ProjectedPixels()) };
        Compute(options, new Listener(p => parts.Add(p.What)));
        Assert.True(parts.Count >= 20, string.Join(", ", parts));
        foreach (string part in parts)
        {
            using var source = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => Compute(options, new Listener(p =>
            {
                if (p.What == part) source.Cancel();
            }), source.Token));
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        void Refuses(string what, EvaluationOptions options) => Assert.Contains(what, Assert.Throws<InputException>(() => Compute(options)).Message);
        Refuses("temperature is 0", new EvaluationOptions { Temperatures = [0] });
        Refuses("twice: 0.9, 0.9", new EvaluationOptions { Temperatures = [0.9, 0.9] });
        Refuses("samples is 0", new EvaluationOptions { Samples = 0 });
        Refuses("a protocol is given twice", new EvaluationOptions { Protocols = [.. Networks(new ProjectedPixels()), .. Networks(new ProjectedPixels())] });
        Assert.Contains("a split is given twice", Assert.Throws<InputException>(() => ModelEvaluation.Compute(_model, _data, ["dev", "dev"], new EvaluationOptions())).Message);
    }

    private static ProtocolNetwork[] Networks(ProjectedPixels network) => [new(DistanceProtocol.Completed, network), new(DistanceProtocol.Original, network)];

    private ModelEvaluation Compute(EvaluationOptions options, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ModelEvaluation.Compute(_model, _data, ["test"], options, progress, cancellationToken);

    private sealed class Listener(Action<EvaluationProgress> hear) : IProgress<EvaluationProgress>
    {
        private readonly Lock _oneAtATime = new();

        void IProgress<EvaluationProgress>.Report(EvaluationProgress value)
        {
            lock (_oneAtATime) hear(value);
        }
    }

    /// <summary>The data's sprites have a colour a row: whatever else has more is no sprite of theirs.</summary>
    private sealed class ColourJudge : IPictureJudge
    {
        public DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default)
        {
            double rate = (double)pictures.Count(p => p.Pixels.ToArray().Distinct().Count() == p.Height) / pictures.Count;
            return new DetectionRate { Rate = rate, Low = rate, High = rate, Judge = "counts colours" };
        }
    }
}
