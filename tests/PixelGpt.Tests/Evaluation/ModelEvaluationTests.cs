using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

/// <summary>The full evaluation of a tiny model.</summary>
public class ModelEvaluationTests
{
    private readonly PixelModel _model = TinyModels.PixelModel();
    private readonly SpriteDataset _data = TinyModels.Dataset();

    [Fact]
    public void Figures_equal_those_of_the_separate_functions()
    {
        ModelEvaluation evaluation = Compute(new EvaluationOptions { Temperatures = [0.5, 1], Samples = 2, Seed = 4, Threads = 2 });
        SplitEvaluation split = evaluation.Report.Splits[0];
        IReadOnlyList<Sprite> truths = _data["test"];
        using var evaluator = new SplitEvaluator(_model, 1);
        SplitEvaluation basic = evaluator.Evaluate("test", truths, 0.6)!;
        Assert.Equal((basic.Accuracy, basic.Nll, basic.NllCompleted, basic.BitsPerPixel), (split.Accuracy, split.Nll, split.NllCompleted, split.BitsPerPixel));
        Assert.Equal(split.NllCompleted / Math.Log(2), split.BitsPerCompletedPixel);
        Assert.Equal(29, split.NllPerPosition!.Length);
        Assert.Equal(split.Nll, split.NllPerPosition.Average(v => (double)v), 1e-5);
        Assert.Equal(["greedy", "sampled_0.5", "sampled_1"], split.Completions!.Select(d => d.Name));
        Assert.Equal([1, 2, 2], split.Completions!.Select(d => d.Samples));
        Assert.Equal([null, 0.5, 1.0], split.Completions!.Select(d => d.Temperature));

        // The evaluated completions are those of pixelgpt complete.
        var options = new GenerationOptions { DoSample = true, Temperature = 0.5, NumReturnSequences = 2, Seed = 4 };
        int[][] generated = [.. CompletionSet.Generate(_model, truths, new CompletionSettings { PromptFraction = 0.6, BestOf = 2, Generation = options }).All.Select(c => c.Result.Pixels.ToArray())];
        Assert.Equal(generated, evaluation.Splits[0].Completions[1].Pictures);
        Assert.Equal(ReconstructionAccuracy.Compute(generated, truths, [.. truths.Select(_ => 18)]), split.Completions![1].Accuracy);
        Assert.Equal(ForegroundAccuracy.Compute(generated, truths, [.. truths.Select(_ => 18)]), split.Completions[1].ForegroundAccuracy);
        Assert.Equal(10, split.Completions[1].Memorization!.Nearest!.Length);
    }

    [Fact]
    public void Baselines_have_the_same_figures()
    {
        SplitEvaluation split = Compute(new EvaluationOptions()).Report.Splits[0];
        Assert.Equal(["white", "repeat_last_row", "mirror", "nearest_prefix", "truth"], split.Baselines!.Select(b => b.Name));
        CompletionEvaluation truth = split.Find("truth")!, white = split.Find("white")!;
        Assert.Equal((1.0, 0.0, 1.0), (truth.Accuracy, truth.AccuracyStandardError, truth.ForegroundAccuracy));
        Assert.Equal((0.0, 1.0), (white.ForegroundAccuracy, white.BackgroundFraction));
        Assert.Equal(truth.BackgroundFraction, white.Accuracy, 12);
        Assert.Equal(1.0, split.Find("nearest_prefix")!.Memorization!.Copies);
        Assert.Null(truth.Memorization!.Nearest);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        string With(int threads) => Compute(new EvaluationOptions { Samples = 3, Threads = threads, Protocols = Networks(new ProjectedPixels()) }).Report.ToJson();
        Assert.Equal(With(1), With(3));
    }

    [Fact]
    public void Distances_are_computed_under_every_protocol()
    {
        using var cache = new TemporaryFolder();
        var network = new ProjectedPixels();
        EvaluationOptions options = new() { Protocols = Networks(network), FeatureCache = cache.Path, Seed = 9 };
        SplitEvaluation split = Compute(options).Report.Splits[0];
        Assert.All(split.Completions!.Concat(split.Baselines!), d => Assert.Equal(["completed", "original"], d.Distances!.Select(r => r.Protocol)));
        Assert.All(split.Find("greedy")!.Distances!, d => Assert.Equal(("pairs", 5, 9UL, "projected pixels"), (d.Resampled!, d.Pictures, d.Seed, d.Network)));
        Assert.InRange(split.Find("truth")!.Distances![0].Frechet, 0, 1e-6);
        Assert.True(split.Find("greedy")!.Distances![0].Frechet > 1e-3);

        // The reference pictures of the original protocol are white after the prompt; the report warns of it.
        Assert.InRange(split.Find("white")!.Distances![1].Frechet, 0, 1e-4);
        Assert.True(split.Find("truth")!.Distances![1].Frechet > 1e-3);
        Assert.Contains("misleads", split.Find("truth")!.Distances![1].Warning);

        // Only the two sets of the model are computed again; true pictures and baselines are cached.
        int before = network.Pictures;
        Compute(options);
        Assert.Equal(2 * 5, network.Pictures - before);
    }

    [Fact]
    public void A_single_sprite_has_no_distances_and_no_standard_errors()
    {
        var data = new SpriteDataset("one", _data.Palette, _data.Width, _data.Height, [new("train", _data["train"]), new("test", [_data["test"][0]])]);
        SplitEvaluation split = ModelEvaluation.Compute(_model, data, ["test"], new EvaluationOptions { Protocols = Networks(new ProjectedPixels()) }).Report.Splits[0];
        Assert.Null(split.Completions![0].Distances ?? split.Baselines![0].Distances);
        Assert.Null(split.NllStandardError ?? split.Completions[0].AccuracyStandardError);
    }

    [Fact]
    public void Sprites_of_mixed_sizes_are_evaluated_without_comparisons_to_training_sprites()
    {
        Sprite Tall(Sprite s) => new(s.Width + 2, 8, [.. Enumerable.Range(0, (s.Width + 2) * 8).Select(i => s.Pixels[i % s.Pixels.Length])]);
        Sprite Wide(Sprite s) => new(s.Width + 4, 8, [.. Enumerable.Range(0, (s.Width + 4) * 8).Select(i => s.Pixels[i % s.Pixels.Length])]);
        Sprite[] sprites = [.. _data["test"].Select((s, i) => i % 2 == 0 ? Tall(s) : Wide(s))];
        var data = new SpriteDataset("mixed", _data.Palette, [new("train", sprites), new("test", sprites)]);
        ModelConfig config = TinyModels.Config(positions: 80);
        Transformer transformer = config.Build();
        transformer.Parameters.Initialize(1);
        transformer.Pack();
        SplitEvaluation split = ModelEvaluation.Compute(new PixelModel(config, transformer, data.Palette), data, ["test"], new EvaluationOptions { Protocols = Networks(new ProjectedPixels()) }).Report.Splits[0];
        Assert.Equal(1.0, split.Find("truth")!.Accuracy);
        Assert.InRange(split.Accuracy, 0, 1);
        Assert.NotNull(split.Completions![0].Distances);
        Assert.Null(split.Completions[0].Memorization);
        Assert.Null(split.NllPerPosition);
        Assert.Null(split.Find("nearest_prefix"));
    }

    [Fact]
    public void The_judge_rates_every_set()
    {
        SplitEvaluation split = Compute(new EvaluationOptions { Judge = new ColorCountJudge() }).Report.Splits[0];
        Assert.All(split.Completions!.Concat(split.Baselines!), d => Assert.Equal("counts colours", d.DetectionRate!.Judge));
        Assert.Equal(1.0, split.Find("truth")!.DetectionRate!.Rate);
        Assert.True(split.Find("greedy")!.DetectionRate!.Rate < 1);
    }

    [Fact]
    public void Progress_rises_to_1_and_never_falls()
    {
        var seen = new List<EvaluationProgress>();
        Compute(new EvaluationOptions { Protocols = Networks(new ProjectedPixels()) }, new ActionProgress(seen.Add));
        Assert.Equal(seen.Select(p => p.Fraction).Order(), seen.Select(p => p.Fraction));
        Assert.InRange(seen[^1].Fraction, 0.999, 1.001);
        Assert.Contains(seen, p => p is { Stage: "test: completed greedily", Completed: 5, Total: 5 });
        Assert.Contains(seen, p => p.Stage == "test: computing features of greedy");
        Assert.Contains(seen, p => p.Stage == "test: distances of greedy, protocol completed");
    }

    [Fact]
    public void Cancellation_works_in_every_stage()
    {
        var stages = new HashSet<string>();
        EvaluationOptions options = new() { Protocols = Networks(new ProjectedPixels()) };
        Compute(options, new ActionProgress(p => stages.Add(p.Stage)));
        Assert.True(stages.Count >= 20, string.Join(", ", stages));
        foreach (string stage in stages)
        {
            using var source = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => Compute(options, new ActionProgress(p =>
            {
                if (p.Stage == stage) source.Cancel();
            }), source.Token));
        }
    }

    [Fact]
    public void Invalid_options_are_rejected()
    {
        void Refuses(string what, EvaluationOptions options) => Assert.Contains(what, Assert.Throws<InputException>(() => Compute(options)).Message);
        Refuses("temperature must be greater than 0 (got 0)", new EvaluationOptions { Temperatures = [0] });
        Refuses("temperatures must differ (got 0.9, 0.9)", new EvaluationOptions { Temperatures = [0.9, 0.9] });
        Refuses("samples must be 1 to 1000 (got 0)", new EvaluationOptions { Samples = 0 });
        Refuses("samples must be 1 to 1000 (got 100000000)", new EvaluationOptions { Samples = 100_000_000 });
        Refuses("protocols must differ", new EvaluationOptions { Protocols = [.. Networks(new ProjectedPixels()), .. Networks(new ProjectedPixels())] });
        Assert.Contains("a split is given twice", Assert.Throws<InputException>(() => ModelEvaluation.Compute(_model, _data, ["dev", "dev"], new EvaluationOptions())).Message);
    }

    private static DistanceSetup[] Networks(ProjectedPixels network) => [new(DistanceProtocol.Completed, network), new(DistanceProtocol.Original, network)];

    private ModelEvaluation Compute(EvaluationOptions options, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ModelEvaluation.Compute(_model, _data, ["test"], options, progress, cancellationToken);

    private sealed class ActionProgress(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        private readonly Lock _lock = new();

        void IProgress<EvaluationProgress>.Report(EvaluationProgress value)
        {
            lock (_lock) report(value);
        }
    }

    /// <summary>Accepts pictures with as many colours as rows, as all sprites of the data set have.</summary>
    private sealed class ColorCountJudge : IPictureJudge
    {
        public DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default)
        {
            double rate = (double)pictures.Count(p => p.Pixels.ToArray().Distinct().Count() == p.Height) / pictures.Count;
            return new DetectionRate { Rate = rate, Low = rate, High = rate, Judge = "counts colours" };
        }
    }
}
