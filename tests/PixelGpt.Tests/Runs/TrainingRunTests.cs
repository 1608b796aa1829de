using PixelGpt.Data;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly RunFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void A_run_stopped_after_any_step_goes_on_to_the_same_bits(int step)
    {
        RunFolder stopped = _bench.Train("stopped", stopAfter: step);
        _bench.Resume(stopped, threads: 3);
        RunFixture.AssertSame(_bench.Train("whole"), stopped);
    }

    [Fact]
    public void A_run_stopped_twice_goes_on_to_the_same_bits()
    {
        TrainingRecipe recipe = RunFixture.Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine, WarmupSteps = 3, MaxGradNorm = 0.5 };
        RunFolder stopped = _bench.Train("stopped", recipe, stopAfter: 3);
        _bench.Resume(stopped, stopAfter: 4);
        _bench.Resume(stopped, stopAfter: 0);
        _bench.Resume(stopped);
        RunFixture.AssertSame(_bench.Train("whole", recipe), stopped);
    }

    [Fact]
    public void A_run_killed_before_its_first_checkpoint_begins_again()
    {
        RunFolder killed = _bench.Begin("killed");
        Assert.False(File.Exists(killed.Checkpoint));
        _bench.Resume(killed);
        RunFixture.AssertSame(_bench.Train("whole"), killed);
    }

    [Fact]
    public void A_run_killed_while_it_saved_an_epoch_trains_that_epoch_again()
    {
        RunFolder killed = _bench.Train("killed", stopAfter: 4);
        RunFolder whole = _bench.Train("whole");
        File.Copy(whole.Weights, killed.Weights, overwrite: true);
        File.Copy(whole.Metrics, killed.Metrics, overwrite: true);
        _bench.Resume(killed);
        RunFixture.AssertSame(whole, killed);
    }

    [Fact]
    public void A_finished_run_that_is_resumed_stays_as_it_is()
    {
        RunFolder folder = _bench.Train("done");
        byte[] metrics = File.ReadAllBytes(folder.Metrics), weights = File.ReadAllBytes(folder.Weights);
        _bench.Resume(folder);
        Assert.Equal(metrics, File.ReadAllBytes(folder.Metrics));
        Assert.Equal(weights, File.ReadAllBytes(folder.Weights));
    }

    [Fact]
    public void More_epochs_continue_a_finished_run_as_if_it_had_been_longer_from_the_start()
    {
        RunFolder extended = _bench.Train("extended");
        _bench.Resume(extended, epochs: 5);
        RunFixture.AssertSame(_bench.Train("long", RunFixture.Recipe with { Epochs = 5 }), extended);
        Assert.Equal(5, TrainingRecord.Load(extended.Record).Recipe.Epochs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_epochs_than_are_done_are_refused(int epochs)
    {
        RunFolder folder = _bench.Train("run", stopAfter: 9);
        Assert.Contains("epochs", RunFixture.Refused(folder, () => _bench.Resume(folder, epochs)));
        _bench.Resume(folder, epochs: 2);
        Assert.Equal(2, MetricsLog.Load(folder.Metrics).Epochs.Count);
    }

    [Fact]
    public void A_cosine_schedule_cannot_be_made_longer()
    {
        RunFolder folder = _bench.Train("run", RunFixture.Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine }, stopAfter: 2);
        Assert.Contains("cosine", RunFixture.Refused(folder, () => _bench.Resume(folder, epochs: 9)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void A_checkpoint_that_is_cut_short_is_named_and_nothing_is_touched(double length)
    {
        RunFolder folder = _bench.Train("run", stopAfter: 6);
        byte[] bytes = File.ReadAllBytes(folder.Checkpoint);
        int cut = length is > 0 and < 1 ? (int)(length * bytes.Length) : length < 0 ? bytes.Length + (int)length : (int)length;
        File.WriteAllBytes(folder.Checkpoint, bytes[..cut]);
        File.Delete(folder.PreviousCheckpoint);
        Assert.StartsWith(folder.Checkpoint, RunFixture.Refused(folder, () => _bench.Resume(folder, epochs: 7)));
    }

    [Fact]
    public void A_model_is_no_checkpoint()
    {
        RunFolder folder = _bench.Train("run", stopAfter: 6);
        File.Copy(folder.Weights, folder.Checkpoint, overwrite: true);
        File.Copy(folder.Weights, folder.PreviousCheckpoint, overwrite: true);
        Assert.StartsWith(folder.Checkpoint, RunFixture.Refused(folder, () => _bench.Resume(folder)));
    }

    [Fact]
    public void Damaged_and_missing_metrics_are_named()
    {
        RunFolder folder = _bench.Train("run", stopAfter: 9);
        string[] lines = File.ReadAllLines(folder.Metrics);
        File.WriteAllLines(folder.Metrics, [lines[0], lines[1][..20]]);
        Assert.StartsWith($"{folder.Metrics}:2: ", RunFixture.Refused(folder, () => _bench.Resume(folder)));
        File.WriteAllLines(folder.Metrics, [lines[1]]);
        Assert.StartsWith(folder.Metrics, RunFixture.Refused(folder, () => _bench.Resume(folder)));
    }

    [Fact]
    public void Other_data_are_refused()
    {
        RunFolder folder = _bench.Train("run", stopAfter: 2);
        SpriteDataset other = TinyModels.Dataset(20, 6, 5);
        Assert.Contains("other data", RunFixture.Refused(folder, () => TrainingRun.Resume(folder, RunFixture.Reference, other, null, 1)));
    }

    [Fact]
    public void Where_the_data_now_are_is_remembered()
    {
        RunFolder folder = _bench.Train("run", stopAfter: 2);
        TrainingRun.Resume(folder, new DataReference { Source = "moved" }, _bench.Data, null, 1).Dispose();
        Assert.Equal("moved", TrainingRecord.Load(folder.Record).Data.Source);
    }

    [Fact]
    public void A_folder_that_holds_a_run_or_a_model_is_refused()
    {
        RunFolder folder = _bench.Train("run");
        Assert.Contains("--resume", RunFixture.Refused(folder, () => _bench.Begin("run")));
        File.Delete(folder.Record);
        File.Delete(folder.Checkpoint);
        Assert.Contains(folder.Path, RunFixture.Refused(folder, () => _bench.Begin("run")));
    }

    [Fact]
    public void A_recipe_that_the_data_cannot_bear_is_refused_before_anything_is_written()
    {
        SpriteDataset noDev = TinyModels.Dataset(21, 0, 5);
        Assert.Contains("keep_best", Assert.Throws<InputException>(() => _bench.Begin("a", RunFixture.Recipe with { BestMetric = SelectionMetric.DevLoss }, noDev)).Message);
        Assert.Contains("keep", Assert.Throws<InputException>(() => _bench.Begin("a", RunFixture.Recipe with { PromptFraction = 0.001 })).Message);
        Assert.False(Directory.Exists(_bench.Folder("a").Path));
    }

    [Fact]
    public void Without_a_dev_split_a_run_has_no_dev_figures()
    {
        RunFolder folder = _bench.Begin("run", data: TinyModels.Dataset(21, 0, 5));
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, TinyModels.Dataset(21, 0, 5), null, 1)) run.Train(new Deaf());
        Assert.All(MetricsLog.Load(folder.Metrics).Epochs, m => Assert.Equal((null, null), (m.DevLoss, m.Accuracy)));
    }

    [Theory]
    [InlineData(SelectionMetric.Loss, 1e-6)] // so low that dropout moves the loss more than learning does
    [InlineData(SelectionMetric.DevLoss, 1e-2)] // what is learned makes noise less likely
    public void The_weights_kept_are_those_of_the_epoch_that_was_asked_for(SelectionMetric bestMetric, double learningRate)
    {
        TrainingRecipe recipe = RunFixture.Recipe with { Epochs = 6, LearningRate = learningRate, BestMetric = keepBest };
        SpriteDataset data = WithNoiseAsDev(_bench.Data);
        RunFolder folder = _bench.Train("run", recipe, data: data);
        int best = MetricsLog.Load(folder.Metrics).Epochs.MinBy(m => keepBest == SelectionMetric.Loss ? m.Loss : m.DevLoss)!.Epoch;
        Assert.InRange(best, 1, 5);
        RunFolder upToBest = _bench.Train("best", recipe with { Epochs = best }, data: data);
        Assert.Equal(File.ReadAllBytes(upToBest.Weights), File.ReadAllBytes(folder.Weights));
    }

    private static SpriteDataset WithNoiseAsDev(SpriteDataset data)
    {
        var random = new PhiloxRandom(4);
        Sprite[] noise = [.. data["dev"].Select(s => new Sprite(s.Width, s.Height, [.. Enumerable.Range(0, data.Area).Select(_ => random.NextInt32(data.Palette.Count))]))];
        return new SpriteDataset("noise", data.Palette, data.Width, data.Height, [new("train", data["train"]), new("dev", noise)]);
    }

    private sealed class Deaf : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
