using PixelGpt.Numerics;
using PixelGpt.Runs.Sweeps;

namespace PixelGpt.Tests.Runs.Sweeps;

/// <summary>The queue without training: any program can take trials and give back results.</summary>
public sealed class SweepQueueTests : IDisposable
{
    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_rung_starts_when_all_results_of_the_rung_before_are_there()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), _fixture.Plan(halving: 3, seeds: 1, epochs: 9, 0.1, 0.2, 0.3));
        SweepTask[] first = [sweep.Take()!, sweep.Take()!, sweep.Take()!];
        Assert.Equal([(0, 0, 3), (1, 0, 3), (2, 0, 3)], first.Select(t => (t.Trial.Setting, t.Rung, t.Epochs)));
        Assert.Null(sweep.Take());
        sweep.Report(first[2], Score(3, 2.0));
        sweep.Report(first[0], Score(3, 3.0));
        Assert.Null(sweep.Take());
        sweep.Report(first[1], Score(3, 1.0));
        SweepTask last = sweep.Take()!;
        Assert.Equal((1, 1, 9), (last.Trial.Setting, last.Rung, last.Epochs));
        Assert.False(sweep.IsComplete);
        sweep.Report(last, Score(9, 0.5));
        Assert.True(sweep.IsComplete);
        Assert.Null(sweep.Take());
        Assert.Equal([(1, SettingState.Done, 0.5), (2, SettingState.Stopped, 2.0), (0, SettingState.Stopped, 3.0)], sweep.Rank().Select(s => (s.Setting, s.State, s.DevLoss!.Value)));
    }

    [Fact]
    public void A_trial_that_is_given_back_can_be_taken_again()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), _fixture.Plan(halving: 1, seeds: 1, epochs: 9, 0.1));
        SweepTask task = sweep.Take()!;
        Assert.Null(sweep.Take());
        sweep.Release(task);
        Assert.Equal(task, sweep.Take());
    }

    [Fact]
    public void The_order_of_results_does_not_change_the_outcome()
    {
        string? expected = null;
        for (ulong order = 0; order < 8; order++)
        {
            var random = new PhiloxRandom(order);
            var sweep = Sweep.Create(_fixture.Folder($"sweep-{order}"), _fixture.Plan(halving: 2, seeds: 3, epochs: 8, 0.1, 0.2, 0.3, 0.4, 0.5));
            var taken = new List<SweepTask>();
            while (!sweep.IsComplete)
            {
                while (sweep.Take() is { } task) taken.Add(task);
                SweepTask next = taken[random.NextInt32(taken.Count)];
                taken.Remove(next);
                sweep.Report(next, ResultOf(next));
                if (random.NextInt32(3) == 0) sweep = Reload(sweep, taken);
            }

            expected ??= SweepFixture.Result(sweep);
            Assert.Equal(expected, SweepFixture.Result(sweep));
        }
    }

    [Fact]
    public void A_setting_with_a_failed_trial_ranks_behind_those_without_and_is_not_fatal()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), _fixture.Plan(halving: 3, seeds: 2, epochs: 3, 0.1, 0.2, 0.3));
        while (sweep.Take() is { } task)
        {
            bool fails = task.Trial.Setting == 2 || (task.Trial is { Setting: 0, Seed: 1 } && task.Rung == 0);
            sweep.Report(task, fails ? Score(0, null) : Score(task.Epochs, 1 + task.Trial.Setting));
        }

        Assert.True(sweep.IsComplete);
        Assert.Equal([(1, SettingState.Done, 0), (0, SettingState.Stopped, 1), (2, SettingState.Failed, 2)], sweep.Rank().Select(s => (s.Setting, s.State, s.Failed)));
    }

    [Fact]
    public void If_all_trials_fail_the_sweep_is_complete_without_a_score()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), _fixture.Plan(halving: 3, seeds: 1, epochs: 9, 0.1, 0.2, 0.3));
        while (sweep.Take() is { } task) sweep.Report(task, Score(0, null));
        Assert.True(sweep.IsComplete);
        Assert.All(sweep.Rank(), s => Assert.Equal((SettingState.Failed, null), (s.State, s.DevLoss)));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_its_name()
    {
        SweepFolder folder = _fixture.Folder("sweep");
        Sweep.Create(folder, _fixture.Plan(halving: 3, seeds: 1, epochs: 9, 0.1, 0.2));
        string text = File.ReadAllText(folder.File);
        foreach ((string from, string to) in new[] { ("\"halving\": 3", "\"halving\": 0"), ("-seed-0", "-seed-1"), ("\"results\": []", "\"results\": [null]"), ("\"arguments\": [", "\"arguments\": [null, "), ("\"settings\": [", "\"settings\": [null, "), ("\"results\": []", "\"results\": [{\"epochs\":1,\"best_epoch\":1,\"seconds\":1}]"), ("\"learning_rate\": 0.1", "\"learning_rate\": -1") })
        {
            Assert.Contains(from, text);
            File.WriteAllText(folder.File, text.Replace(from, to, StringComparison.Ordinal));
            Assert.StartsWith(folder.File, Assert.Throws<InputException>(() => Sweep.Load(folder)).Message);
        }
    }

    private static TrialResult ResultOf(SweepTask task) => task.Trial is { Setting: 1, Seed: 2 } ? Score(0, null) : Score(task.Epochs, (1.0 / task.Epochs) + (task.Trial.Setting * 7 % 5) + (0.1 * task.Trial.Seed));

    private static TrialResult Score(int epochs, double? loss) => new() { Epochs = epochs, BestEpoch = epochs, DevLoss = loss, Seconds = 1, Failure = loss is null ? "bad step" : null };

    /// <summary>Reads the sweep again, as after a crash, and takes the trials again that were running.</summary>
    private static Sweep Reload(Sweep sweep, List<SweepTask> taken)
    {
        var again = Sweep.Load(sweep.Folder);
        int running = taken.Count;
        taken.Clear();
        while (again.Take() is { } task) taken.Add(task);
        Assert.True(running == 0 || running == taken.Count, $"{taken.Count} trials are open, but {running} were running");
        return again;
    }
}
