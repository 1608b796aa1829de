using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;
using PixelGpt.Training;

namespace PixelGpt.Tests.Survival;

/// <summary>Tests runs with damaged files, failing disks and bad steps.</summary>
public sealed class RunSurvivalTests : IDisposable
{
    private static readonly SavePolicy FastRetries = new() { RetryAfter = TimeSpan.Zero, LastRetries = 2 };

    private readonly RunFixture _fixture = new();

    private static SpriteDataset NoDev => TinyModels.Dataset(21, 0, 5);

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.999)]
    public void A_damaged_checkpoint_is_reported_and_the_previous_one_is_used(double position)
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        byte[] bytes = File.ReadAllBytes(folder.Checkpoint);
        bytes[(int)(position * bytes.Length)] ^= 0x10;
        File.WriteAllBytes(folder.Checkpoint, bytes);
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            Assert.StartsWith(folder.Checkpoint, run.CheckpointDamage);
            Assert.Equal((2, 8), (run.State.Epoch, run.State.Step));
            Assert.Equal(bytes, File.ReadAllBytes(folder.DamagedCheckpoint));
            Assert.True(run.Train(new Listener()));
        }

        RunFixture.AssertSame(_fixture.Train("whole"), folder);
    }

    [Fact]
    public async Task Checking_the_lock_does_not_prevent_training()
    {
        using var files = new TemporaryFolder();
        var folder = new RunFolder(files["run"]);
        RunLock.Acquire(folder).Dispose();
        using var stop = new CancellationTokenSource();
        Task checking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) _ = RunLock.IsHeld(folder);
        });
        for (int i = 0; i < 100; i++)
        {
            using var held = RunLock.Acquire(folder);
            Assert.True(RunLock.IsHeld(folder));
        }

        await stop.CancelAsync();
        await checking;
    }

    [Fact]
    public void Any_flipped_bit_of_a_checkpoint_is_detected()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 3);
        byte[] valid = File.ReadAllBytes(folder.Checkpoint);
        var random = new PhiloxRandom(5);
        for (int i = 0; i < 60; i++)
        {
            byte[] bytes = [.. valid];
            int at = random.NextInt32(bytes.Length);
            bytes[at] ^= (byte)(1 << random.NextInt32(8));
            File.WriteAllBytes(folder.Checkpoint, bytes);
            try
            {
                using var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1);
                Assert.Fail($"bit at byte {at} of {bytes.Length} was not detected");
            }
            catch (InputException e)
            {
                Assert.Contains(folder.Checkpoint, e.Message);
            }
        }
    }

    [Fact]
    public void A_run_killed_between_two_renames_resumes_from_its_previous_checkpoint()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        File.Delete(folder.Checkpoint);
        _fixture.Resume(folder);
        RunFixture.AssertSame(_fixture.Train("whole"), folder);
    }

    [Fact]
    public void Temporary_files_of_a_killed_process_are_deleted()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        string leftover = folder[$".checkpoint.safetensors.999999999-{Guid.NewGuid():N}.tmp"], foreign = folder[".note.tmp"];
        File.WriteAllText(leftover, "half");
        File.WriteAllText(foreign, "mine");
        _fixture.Resume(folder);
        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void Checkpoints_within_an_epoch_do_not_change_the_result()
    {
        RunFolder folder = _fixture.Create("run");
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            run.SavePolicy = new SavePolicy { CheckpointEvery = TimeSpan.Zero };
            var seen = new List<long>();
            Assert.True(run.Train(new Listener { OnStep = () => seen.Add(Checkpoint.ReadState(folder.Checkpoint).Step) }));
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], seen);
        }

        RunFixture.AssertSame(_fixture.Train("whole"), folder);
    }

    [Fact]
    public void A_second_process_is_refused_while_the_first_trains()
    {
        RunFolder folder = _fixture.Create("run");
        using (TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            string message = Assert.Throws<InputException>(() => _fixture.Resume(folder)).Message;
            Assert.Contains("another process", message);
        }

        _fixture.Resume(folder);
    }

    [Fact]
    public void A_refused_run_leaves_no_threads()
    {
        RunFolder folder = _fixture.Train("run", stopAfter: 9);
        int before = Threads();
        for (int i = 0; i < 20; i++) Assert.Throws<InputException>(() => _fixture.Resume(folder, epochs: 1, threads: 9));

        // A leak would leave 16 threads per run; other tests run at the same time.
        Assert.InRange(Threads() - before, int.MinValue, 160);

        static int Threads()
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }

    [Fact]
    public void A_deleted_folder_is_created_again_from_memory()
    {
        RunFolder folder = _fixture.Create("run");
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            int steps = 0;
            Assert.True(run.Train(new Listener { OnStep = () => DeleteAt(++steps, 6, folder) }));
        }

        RunFixture.AssertSame(_fixture.Train("whole"), folder);
        Assert.Equal(3, TrainingRecord.Load(folder.Record).Recipe.Epochs);
    }

    [Fact]
    public void While_saves_fail_training_continues_and_everything_is_saved_later()
    {
        RunFolder folder = _fixture.Create("run");
        var listener = new Listener();
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            run.SavePolicy = FastRetries;
            int steps = 0;
            listener.OnStep = () =>
            {
                steps++;
                if (steps == 6) Block(folder);
                if (steps == 11) File.Delete(folder.Path);
            };
            Assert.True(run.Train(listener));
        }

        Assert.True(listener.Failures.Count >= 2);
        Assert.All(listener.Failures, message => Assert.Contains("could not be written", message));
        Assert.Equal(1, listener.Recoveries);
        RunFixture.AssertSame(_fixture.Train("whole"), folder);
    }

    [Fact]
    public void If_the_final_save_fails_the_run_fails_and_names_the_last_good_checkpoint()
    {
        RunFolder folder = _fixture.Create("run");
        string aside = folder.Path + "-aside";
        using (var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1))
        {
            run.SavePolicy = FastRetries;
            int steps = 0;
            string message = Assert.Throws<FailureException>(() => run.Train(new Listener { OnStep = () => MoveAsideAt(++steps, 6, folder, aside) })).Message;
            Assert.Contains("could not be written", message);
            Assert.Contains("epoch 1, step 4", message);
        }

        File.Delete(folder.Path);
        Directory.Move(aside, folder.Path);
        _fixture.Resume(folder);
        RunFixture.AssertSame(_fixture.Train("whole"), folder);
    }

    [Fact]
    public void A_bad_step_stops_the_run_and_the_error_names_step_batch_and_gradient()
    {
        TrainingRecipe recipe = RunFixture.Recipe with { LearningRate = 1e4 };
        RunFolder folder = _fixture.Create("run", recipe);
        using var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1);
        string message = Assert.Throws<FailureException>(() => run.Train(new Listener())).Message;
        Assert.Matches(@"^bad step \d+ \(epoch \d+, batch \d+, train sprites \d+, \d+, \d+, \d+ and 2 more\): loss .+, largest gradient .+ in transformer\.", message);
        Assert.Contains("checkpoint", message);
        if (File.Exists(folder.Checkpoint)) Assert.DoesNotContain("NaN", File.ReadAllText(folder.Checkpoint));
    }

    [Fact]
    public void If_all_steps_are_bad_the_run_fails_even_when_bad_steps_are_skipped()
    {
        RunFolder folder = _fixture.Create("run", RunFixture.Recipe with { LearningRate = 1e6, SkipBadSteps = true, Epochs = 20 }, NoDev);
        using var run = TrainingRun.Resume(folder, RunFixture.Reference, NoDev, null, 1);
        var listener = new Listener();
        Assert.Contains("all other steps of the epoch", Assert.Throws<FailureException>(() => run.Train(listener)).Message);
        Assert.NotEmpty(listener.Skipped);
    }

    [Fact]
    public void Diverged_weights_at_the_end_of_an_epoch_are_not_saved()
    {
        RunFolder folder = _fixture.Create("run", RunFixture.Recipe with { LearningRate = 1e6, BatchSize = 24 });
        using var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1);
        Assert.Contains("dev loss is NaN after epoch 1", Assert.Throws<FailureException>(() => run.Train(new Listener())).Message);
        Assert.False(File.Exists(folder.Checkpoint));
        Assert.Empty(MetricsLog.Load(folder.Metrics).Epochs);
    }

    [Fact]
    public void Results_do_not_depend_on_threads_and_interruptions()
    {
        RunFolder one = Trained("one", threads: 1, stops: []), two = Trained("two", threads: 2, stops: [5]), three = Trained("three", threads: 3, stops: [2, 7]);
        RunFixture.AssertSame(one, two);
        RunFixture.AssertSame(one, three);
    }

    private RunFolder Trained(string name, int threads, int[] stops)
    {
        RunFolder folder = _fixture.Create(name, RunFixture.Recipe with { MaxGradNorm = 1, LrSchedulerType = LearningRateScheduleType.Cosine });
        int done = 0;
        foreach (int stop in stops)
        {
            _fixture.Resume(folder, stopAfter: stop - done, threads: threads);
            done = stop;
        }

        _fixture.Resume(folder, threads: threads);
        return folder;
    }

    private static void DeleteAt(int step, int wanted, RunFolder folder)
    {
        if (step == wanted) Directory.Delete(folder.Path, recursive: true);
    }

    /// <summary>Replaces the folder by a file, so that nothing can be written to it.</summary>
    private static void Block(RunFolder folder)
    {
        Directory.Delete(folder.Path, recursive: true);
        File.WriteAllText(folder.Path, "in the way");
    }

    private static void MoveAsideAt(int step, int wanted, RunFolder folder, string aside)
    {
        if (step != wanted) return;
        Directory.Move(folder.Path, aside);
        File.WriteAllText(folder.Path, "in the way");
    }

    private sealed class Listener : IRunListener
    {
        public Action OnStep { get; set; } = () => { };

        public List<string> Failures { get; } = [];

        public List<BadStep> Skipped { get; } = [];

        public int Recoveries { get; private set; }

        public void StepDone(in StepReport report) => OnStep();

        public void StepSkipped(BadStep bad) => Skipped.Add(bad);

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }

        public void SaveFailed(string message, TimeSpan retryAfter) => Failures.Add(message);

        public void SaveRecovered() => Recoveries++;
    }
}
