using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    /// <summary>Properties of a recipe that earlier versions did not have.</summary>
    private static readonly string[] NewRecipeProperties = ["decay_matrices_only", "min_lr_ratio", "ema", "patience", "optimizer", "muon_learning_rate"];

    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void A_run_stopped_after_any_step_resumes_bit_identically(int step)
    {
        RunFolder stopped = _fixture.Train("stopped", stopAfter: step);
        _fixture.Resume(stopped, threads: 3);
        RunFixture.AssertSame(_fixture.Train("whole"), stopped);
    }

    [Fact]
    public void A_failure_that_is_not_a_divergence_keeps_the_learning_rate_in_its_advice()
    {
        using var run = TrainingRun.Create(_fixture.Folder("run"), TinyModels.Config(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe, 1);
        string message = Assert.Throws<FailureException>(() => run.Train(new FailsInEpoch(2))).Message;
        Assert.StartsWith("the camera is broken; the last good checkpoint is at epoch ", message, StringComparison.Ordinal);
        Assert.Contains($"resume with: pixelgpt train --resume --out \"{run.Folder.Path}\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain("--lr", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_stopped_several_times_resumes_bit_identically()
    {
        TrainingRecipe recipe = RunFixture.Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine, WarmupSteps = 3, MaxGradNorm = 0.5 };
        RunFolder stopped = _fixture.Train("stopped", recipe, stopAfter: 3);
        _fixture.Resume(stopped, stopAfter: 4);
        _fixture.Resume(stopped, stopAfter: 0);
        _fixture.Resume(stopped);
        RunFixture.AssertSame(_fixture.Train("whole", recipe), stopped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(11)]
    public void A_run_with_averaged_weights_resumes_bit_identically(int step)
    {
        TrainingRecipe recipe = RunFixture.Recipe with { Ema = 0.9, DecayMatricesOnly = true, LrSchedulerType = LearningRateScheduleType.Cosine, MinLrRatio = 0.1 };
        RunFolder stopped = _fixture.Train("stopped", recipe, stopAfter: step);
        _fixture.Resume(stopped, threads: 3);
        RunFixture.AssertSame(_fixture.Train("whole", recipe), stopped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(11)]
    public void A_run_with_Muon_resumes_bit_identically(int step)
    {
        TrainingRecipe recipe = RunFixture.Recipe with { Optimizer = OptimizerType.Muon, Ema = 0.9, MaxGradNorm = 0.5 };
        RunFolder stopped = _fixture.Train("stopped", recipe, stopAfter: step);
        _fixture.Resume(stopped, threads: 3);
        RunFixture.AssertSame(_fixture.Train("whole", recipe), stopped);
        Assert.NotEqual(File.ReadAllBytes(_fixture.Train("adamw", recipe with { Optimizer = OptimizerType.AdamW }).Weights), File.ReadAllBytes(stopped.Weights));
    }

    [Fact]
    public void The_model_of_a_run_with_averaged_weights_is_the_average_and_has_the_recorded_dev_loss()
    {
        RunFolder plain = _fixture.Train("plain", RunFixture.Recipe with { Epochs = 1 }), averaged = _fixture.Train("averaged", RunFixture.Recipe with { Epochs = 1, Ema = 0.9 });
        Assert.NotEqual(File.ReadAllBytes(plain.Weights), File.ReadAllBytes(averaged.Weights));
        EpochMetrics metrics = Assert.Single(MetricsLog.Load(averaged.Metrics).Epochs);
        Assert.Equal(MetricsLog.Load(plain.Metrics).Epochs[0].Loss, metrics.Loss);
        Assert.NotEqual(MetricsLog.Load(plain.Metrics).Epochs[0].DevLoss, metrics.DevLoss);
        using var evaluator = new SplitEvaluator(PixelModel.Load(averaged.Path), 1);
        Assert.Equal(metrics.DevLoss, evaluator.Evaluate("dev", _fixture.Data["dev"], RunFixture.Recipe.PromptFraction)!.Nll);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(13)]
    [InlineData(20)]
    public void A_run_with_patience_stops_early_and_resumes_bit_identically(int step)
    {
        TrainingRecipe recipe = RunFixture.Recipe with { Epochs = 40, BestMetric = SelectionMetric.DevLoss, Patience = 3 };
        SpriteDataset data = WithNoiseAsDev(_fixture.Data);
        RunFolder whole = _fixture.Train("whole", recipe, data: data);
        var history = RunHistory.Load(whole);
        Assert.True(history.HasStoppedEarly && history.IsComplete);
        Assert.InRange(history.Epochs.Count, 4, 39);
        Assert.Equal(history.BestEpoch!.Epoch + 3, history.Epochs.Count);

        RunFolder stopped = _fixture.Train("stopped", recipe, stopAfter: Math.Min(step, (4 * history.Epochs.Count) - 1), data: data);
        Assert.False(RunHistory.Load(stopped).IsComplete);
        using (var run = TrainingRun.Resume(stopped, RunFixture.Reference, data, null, 3))
        {
            Assert.True(run.Train(new SilentListener()));
            Assert.True(run.HasStoppedEarly);
        }

        RunFixture.AssertSame(whole, stopped);
        Assert.Contains("stopped early", RunFixture.AssertRefused(whole, () => TrainingRun.Resume(whole, RunFixture.Reference, data, 50, 1)));
    }

    [Fact]
    public void Without_improvement_for_fewer_epochs_than_the_patience_training_continues()
    {
        var recipe = new TrainingRecipe { Epochs = 10, Patience = 3 };
        Assert.False(recipe.StopsEarly(0, 0));
        Assert.False(recipe.StopsEarly(6, 4));
        Assert.True(recipe.StopsEarly(7, 4));
        Assert.False(recipe.StopsEarly(10, 4));
        Assert.False((recipe with { Patience = 0 }).StopsEarly(9, 1));
    }

    [Fact]
    public void A_run_of_an_earlier_version_resumes_bit_identically()
    {
        RunFolder old = _fixture.Train("old", stopAfter: 6);
        JsonNode record = JsonNode.Parse(File.ReadAllText(old.Record))!;
        foreach (string name in NewRecipeProperties) Assert.True(record["recipe"]!.AsObject().Remove(name), name);
        File.WriteAllText(old.Record, record.ToJsonString());
        Assert.Equal(RunFixture.Recipe, TrainingRecord.Load(old.Record).Recipe);
        _fixture.Resume(old, threads: 3);
        RunFixture.AssertSame(_fixture.Train("whole"), old);
    }

    [Fact]
    public void A_run_killed_before_its_first_checkpoint_starts_again()
    {
        RunFolder killed = _fixture.Create("killed");
        Assert.False(File.Exists(killed.Checkpoint));
        _fixture.Resume(killed);
        RunFixture.AssertSame(_fixture.Train("whole"), killed);
    }

    [Fact]
    public void A_run_killed_while_saving_an_epoch_repeats_that_epoch()
    {
        RunFolder killed = _fixture.Train("killed", stopAfter: 4);
        RunFolder whole = _fixture.Train("whole");
        File.Copy(whole.Weights, killed.Weights, overwrite: true);
        File.Copy(whole.Metrics, killed.Metrics, overwrite: true);
        _fixture.Resume(killed);
        RunFixture.AssertSame(whole, killed);
    }

    [Fact]
    public void Resuming_a_finished_run_changes_nothing()
    {
        RunFolder folder = _fixture.Train("done");
        byte[] metrics = File.ReadAllBytes(folder.Metrics), weights = File.ReadAllBytes(folder.Weights);
        _fixture.Resume(folder);
        Assert.Equal(metrics, File.ReadAllBytes(folder.Metrics));
        Assert.Equal(weights, File.ReadAllBytes(folder.Weights));
    }

    [Fact]
    public void A_finished_run_extended_by_epochs_equals_a_run_with_more_epochs()
    {
        RunFolder extended = _fixture.Train("extended");
        _fixture.Resume(extended, epochs: 5);
        RunFixture.AssertSame(_fixture.Train("long", RunFixture.Recipe with { Epochs = 5 }), extended);
        Assert.Equal(5, TrainingRecord.Load(extended.Record).Recipe.Epochs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_epochs_than_are_finished_are_refused(int epochs)
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        Assert.Contains("epochs", RunFixture.AssertRefused(folder, () => _fixture.Resume(folder, epochs)));
        _fixture.Resume(folder, epochs: 2);
        Assert.Equal(2, MetricsLog.Load(folder.Metrics).Epochs.Count);
    }

    [Fact]
    public void The_epochs_of_a_cosine_schedule_cannot_be_changed()
    {
        RunFolder folder = _fixture.Train("run", RunFixture.Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine }, stopAfter: 2);
        Assert.Contains("cosine", RunFixture.AssertRefused(folder, () => _fixture.Resume(folder, epochs: 9)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void A_truncated_checkpoint_is_refused_and_no_file_changes(double length)
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 6);
        byte[] bytes = File.ReadAllBytes(folder.Checkpoint);
        int cut = length is > 0 and < 1 ? (int)(length * bytes.Length) : length < 0 ? bytes.Length + (int)length : (int)length;
        File.WriteAllBytes(folder.Checkpoint, bytes[..cut]);
        File.Delete(folder.PreviousCheckpoint);
        Assert.StartsWith(folder.Checkpoint, RunFixture.AssertRefused(folder, () => _fixture.Resume(folder, epochs: 7)));
    }

    [Fact]
    public void A_model_is_not_accepted_as_a_checkpoint()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 6);
        File.Copy(folder.Weights, folder.Checkpoint, overwrite: true);
        File.Copy(folder.Weights, folder.PreviousCheckpoint, overwrite: true);
        Assert.StartsWith(folder.Checkpoint, RunFixture.AssertRefused(folder, () => _fixture.Resume(folder)));
    }

    [Fact]
    public void Damaged_and_missing_metrics_are_refused_with_their_place()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        string[] lines = File.ReadAllLines(folder.Metrics);
        File.WriteAllLines(folder.Metrics, [lines[0], lines[1][..20]]);
        Assert.StartsWith($"{folder.Metrics}:2: ", RunFixture.AssertRefused(folder, () => _fixture.Resume(folder)));
        File.WriteAllLines(folder.Metrics, [lines[1]]);
        Assert.StartsWith(folder.Metrics, RunFixture.AssertRefused(folder, () => _fixture.Resume(folder)));
    }

    [Fact]
    public void Another_data_set_is_refused()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 2);
        SpriteDataset other = TinyModels.Dataset(20, 6, 5);
        Assert.Contains("other data", RunFixture.AssertRefused(folder, () => TrainingRun.Resume(folder, RunFixture.Reference, other, null, 1)));
    }

    [Fact]
    public void Resuming_saves_the_new_location_of_the_data()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 2);
        TrainingRun.Resume(folder, new DataReference { Source = "moved" }, _fixture.Data, null, 1).Dispose();
        Assert.Equal("moved", TrainingRecord.Load(folder.Record).Data.Source);
    }

    [Fact]
    public void A_folder_with_a_run_or_a_model_is_refused()
    {
        RunFolder folder = _fixture.Train("run");
        Assert.Contains("--resume", RunFixture.AssertRefused(folder, () => _fixture.Create("run")));
        File.Delete(folder.Record);
        File.Delete(folder.Checkpoint);
        Assert.Contains(folder.Path, RunFixture.AssertRefused(folder, () => _fixture.Create("run")));
    }

    [Fact]
    public void A_recipe_that_does_not_fit_the_data_is_refused_before_anything_is_written()
    {
        SpriteDataset noDev = TinyModels.Dataset(21, 0, 5);
        Assert.Contains("best_metric", Assert.Throws<InputException>(() => _fixture.Create("a", RunFixture.Recipe with { BestMetric = SelectionMetric.DevLoss }, noDev)).Message);
        Assert.Contains("0.001", Assert.Throws<InputException>(() => _fixture.Create("a", RunFixture.Recipe with { PromptFraction = 0.001 })).Message);
        Assert.False(Directory.Exists(_fixture.Folder("a").Path));
    }

    [Fact]
    public void Without_a_dev_split_a_run_has_no_dev_metrics()
    {
        RunFolder folder = _fixture.Create("run", data: TinyModels.Dataset(21, 0, 5));
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, TinyModels.Dataset(21, 0, 5), null, 1)) run.Train(new SilentListener());
        Assert.All(MetricsLog.Load(folder.Metrics).Epochs, m => Assert.Equal((null, null), (m.DevLoss, m.Accuracy)));
    }

    [Theory]
    [InlineData(SelectionMetric.Loss, 1e-6)] // so low that dropout changes the loss more than training does
    [InlineData(SelectionMetric.DevLoss, 1e-2)] // training on the real sprites raises the loss on noise
    public void The_weights_are_those_of_the_best_epoch_by_the_best_metric(SelectionMetric bestMetric, double learningRate)
    {
        TrainingRecipe recipe = RunFixture.Recipe with { Epochs = 6, LearningRate = learningRate, BestMetric = bestMetric };
        SpriteDataset data = WithNoiseAsDev(_fixture.Data);
        RunFolder folder = _fixture.Train("run", recipe, data: data);
        int best = MetricsLog.Load(folder.Metrics).Epochs.MinBy(m => bestMetric == SelectionMetric.Loss ? m.Loss : m.DevLoss)!.Epoch;
        Assert.InRange(best, 1, 5);
        RunFolder upToBest = _fixture.Train("best", recipe with { Epochs = best }, data: data);
        Assert.Equal(File.ReadAllBytes(upToBest.Weights), File.ReadAllBytes(folder.Weights));
    }

    private static SpriteDataset WithNoiseAsDev(SpriteDataset data)
    {
        var random = new PhiloxRandom(4);
        Sprite[] noise = [.. data["dev"].Select(s => new Sprite(s.Width, s.Height, [.. Enumerable.Range(0, data.Area).Select(_ => random.NextInt32(data.Palette.Count))]))];
        return new SpriteDataset("noise", data.Palette, data.Width, data.Height, [new("train", data["train"]), new("dev", noise)]);
    }

    private sealed class FailsInEpoch(int epoch) : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            if (metrics.Epoch == epoch) throw new FailureException("the camera is broken");
        }
    }
}
