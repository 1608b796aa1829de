using PixelGpt.Runs;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs.Sweeps;

public sealed class SweepRunnerTests : IDisposable
{
    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2];

    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_number_of_jobs_and_threads_does_not_change_the_result()
    {
        Sweep one = Run("one", jobs: 1, threads: 1), many = Run("many", jobs: 3, threads: 4);
        Assert.Equal(SweepFixture.Result(one), SweepFixture.Result(many));
        SweepTrial best = one.Plan.Trials.First(t => t.Setting == one.Rank()[0].Setting);
        RunFixture.AssertSame(one.Folder.Run(best), many.Folder.Run(best));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    public void A_stopped_sweep_continues_to_the_same_result(int stopAfter)
    {
        Sweep whole = Run("whole", jobs: 1, threads: 2);
        var sweep = Sweep.Create(_fixture.Folder("stopped"), Plan());
        for (int stops = 0; !_fixture.Run(sweep, jobs: 2, threads: 2, stopAfter: stopAfter); stops++)
        {
            Assert.True(stops < 100, "the sweep makes no progress");
            sweep = Sweep.Load(sweep.Folder);
        }

        Assert.Equal(SweepFixture.Result(whole), SweepFixture.Result(sweep));
    }

    [Fact]
    public void A_result_that_was_not_saved_is_found_again_in_the_run_folder()
    {
        Sweep sweep = Run("sweep", jobs: 1, threads: 1);
        string expected = SweepFixture.Result(sweep);
        File.Delete(sweep.Folder.File);
        var again = Sweep.Create(sweep.Folder, Plan());
        Assert.True(_fixture.Run(again));
        Assert.Equal(expected, SweepFixture.Result(again));
    }

    [Fact]
    public void A_run_in_a_rung_equals_the_same_run_alone()
    {
        Sweep sweep = Run("sweep", jobs: 1, threads: 1);
        SweepTrial trial = sweep.Plan.Trials.First(t => t.Setting == sweep.Rank()[0].Setting);
        SweepSetting setting = sweep.Plan.Settings[trial.Setting];
        RunFolder alone = new(_fixture.Folder("alone").Path);
        using (var run = TrainingRun.Create(alone, setting.LoadModel(), RunFixture.Reference, _fixture.Data, setting.Recipe with { Seed = trial.Seed }, 1)) RunFixture.Train(run, null);
        RunFixture.AssertSame(alone, sweep.Folder.Run(trial));
    }

    [Fact]
    public void A_trial_that_diverges_is_reported_and_the_others_finish()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), _fixture.Plan(halving: 1, seeds: 1, epochs: 3, 1e-2, 1e30));
        Assert.True(_fixture.Run(sweep));
        Assert.Equal([(0, SettingState.Done), (1, SettingState.Failed)], sweep.Rank().Select(s => (s.Setting, s.State)));
        Assert.Contains("bad step", sweep.ResultOf(sweep.Plan.Trials[1])!.Failure);
    }

    [Fact]
    public void A_folder_with_another_run_stops_the_sweep_and_is_named()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), Plan());
        RunFolder other = sweep.Folder.Run(sweep.Plan.Trials[0]);
        TrainingRun.Create(other, sweep.Plan.Settings[0].LoadModel(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe with { Seed = 77 }, 1).Dispose();
        Assert.Contains(other.Path, Assert.Throws<InputException>(() => _fixture.Run(sweep)).Message);
    }

    private SweepPlan Plan() => _fixture.Plan(halving: 3, seeds: 2, epochs: 3, Rates) with
    {
        Settings = [.. _fixture.Plan(3, 2, 3, Rates).Settings.Select(s => s with { Recipe = s.Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine } })],
    };

    private Sweep Run(string name, int jobs, int threads)
    {
        var sweep = Sweep.Create(_fixture.Folder(name), Plan());
        Assert.True(_fixture.Run(sweep, jobs, threads));
        return sweep;
    }
}
