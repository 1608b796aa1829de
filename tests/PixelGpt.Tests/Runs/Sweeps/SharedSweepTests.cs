using PixelGpt.Data;
using PixelGpt.Processes;
using PixelGpt.Runs;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs.Sweeps;

/// <summary>Sweeps whose trials are run by the processes of a group, which are threads here.</summary>
public sealed class SharedSweepTests : IDisposable
{
    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2];

    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public void The_number_of_processes_does_not_change_the_result(int size, int jobs)
    {
        Sweep one = Sweep.Create(_fixture.Folder("one"), Plan()), many = Sweep.Create(_fixture.Folder("many"), Plan());
        Assert.True(_fixture.Run(one));
        using var listener = new Recorder();
        Assert.All(Run(size, many, listener, jobs: jobs), Assert.True);
        AssertSame(one, many);

        // Each trial of each rung was run once, by whichever process.
        Assert.Equal(6 + 2, listener.Started.Count);
        Assert.Equal(listener.Started.Order(), listener.Finished.Order());
    }

    [Fact]
    public void A_trial_that_fails_in_another_process_is_a_result()
    {
        using var recorder = new Recorder();
        SweepPlan plan = _fixture.Plan(halving: 1, seeds: 2, epochs: 3, 1e-2, 1e30);
        Sweep one = Sweep.Create(_fixture.Folder("one"), plan), many = Sweep.Create(_fixture.Folder("many"), plan);
        Assert.True(_fixture.Run(one));
        Assert.All(Run(3, many, recorder), Assert.True);
        Assert.Equal(SweepFixture.Result(one), SweepFixture.Result(many));
    }

    [Fact]
    public void A_cross_validation_has_the_same_result_in_several_processes()
    {
        SweepPlan plan = _fixture.Plan(halving: 1, seeds: 1, epochs: 3, 3e-3, 1e-2) with { Folds = 3 };
        Sweep one = Sweep.Create(_fixture.Folder("one"), plan), many = Sweep.Create(_fixture.Folder("many"), plan);
        using var recorder = new Recorder();
        Assert.True(_fixture.Run(one));
        Assert.All(Run(2, many, recorder), Assert.True);
        AssertSame(one, many);
        Assert.Equal(6, one.Plan.Trials.Select(t => one.ResultOf(t)!.DevLoss).Distinct().Count());
    }

    [Fact]
    public void More_processes_than_trials_have_nothing_to_do()
    {
        using var recorder = new Recorder();
        SweepPlan plan = _fixture.Plan(halving: 1, seeds: 1, epochs: 3, 1e-2);
        Sweep one = Sweep.Create(_fixture.Folder("one"), plan), many = Sweep.Create(_fixture.Folder("many"), plan);
        Assert.True(_fixture.Run(one));
        Assert.All(Run(4, many, recorder), Assert.True);
        AssertSame(one, many);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_stop_request_in_any_process_stops_all_and_the_sweep_continues_to_the_same_result(int rank)
    {
        Sweep one = Sweep.Create(_fixture.Folder("one"), Plan()), many = Sweep.Create(_fixture.Folder("many"), Plan());
        Assert.True(_fixture.Run(one));
        using var stopped = new Recorder();
        Assert.All(Run(3, many, stopped, stopRank: rank), Assert.False);
        foreach (SweepTrial trial in many.Plan.Trials) Assert.False(RunLock.IsHeld(many.Folder.Run(trial)));
        Assert.DoesNotContain(many.Rank(), score => score.State == SettingState.Running);

        var again = Sweep.Load(many.Folder);
        SweepTrial[] finished = [.. again.Plan.Trials.Where(t => again.ResultOf(t) is not null)];
        using var listener = new Recorder();
        Assert.All(Run(2, again, listener), Assert.True);
        Assert.DoesNotContain(listener.Started, started => finished.Any(t => $"{t.Name} 0" == started));
        AssertSame(one, again);
    }

    [Fact]
    public void A_process_that_has_stopped_is_given_no_trial()
    {
        var sweep = Sweep.Create(_fixture.Folder("sweep"), Plan());
        using var recorder = new Recorder();
        ThreadGroup.Run(2, group =>
        {
            if (group.Rank == 1) SweepMessage.Last.Send(group, 0);
            _ = group.Any(false);
            if (group.Rank == 0) return new TrialServer(group, sweep, jobs: 1, recorder).Run(new TrialSettings(1, 1, new SavePolicy()).CreateRunner(sweep, sweep.Folder, sweep.Plan, _fixture.Data, recorder), CancellationToken.None);
            SweepMessage? message;
            while ((message = SweepMessage.TryReceive(group, 0)) is null) Thread.Yield();
            Assert.Null(message.Task);
            return false;
        });
        Assert.DoesNotContain(sweep.Rank(), score => score.State == SettingState.Running);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_trial_that_cannot_be_run_fails_its_process(int size)
    {
        using var recorder = new Recorder();
        var sweep = Sweep.Create(_fixture.Folder("sweep"), Plan());
        foreach (SweepTrial trial in sweep.Plan.Trials)
            TrainingRun.Create(sweep.Folder.Run(trial), sweep.Plan.Settings[0].LoadModel(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe with { Seed = 77 }, 1).Dispose();
        Assert.Contains("not of this sweep", Assert.Throws<InputException>(() => Run(size, sweep, recorder)).Message);
    }

    [Fact]
    public void A_process_with_another_data_set_is_refused()
    {
        using var recorder = new Recorder();
        var sweep = Sweep.Create(_fixture.Folder("sweep"), Plan());
        string message = Assert.Throws<AgreedException>(() => Run(2, sweep, recorder, otherData: TinyModels.Dataset(21, 3, 5))).Message;
        Assert.StartsWith("rank 1 has another data set", message);
        Assert.All(sweep.Plan.Trials, trial => Assert.False(sweep.Folder.Run(trial).HasRun));
    }

    private SweepPlan Plan() => _fixture.Plan(halving: 3, seeds: 2, epochs: 3, Rates);

    /// <summary>Runs a sweep in several processes, one of which is asked to stop while the root runs a trial.</summary>
    private bool[] Run(int size, Sweep sweep, Recorder listener, int jobs = 1, int? stopRank = null, SpriteDataset? otherData = null) => ThreadGroup.Run(size, group =>
    {
        var settings = new TrialSettings(jobs, Threads: 1, new SavePolicy());
        CancellationToken stop = group.Rank == stopRank ? listener.Stop.Token : CancellationToken.None;
        if (group.Rank > 0) return SharedSweep.Work(group, SweepStart.Receive(group), otherData ?? _fixture.Data, settings, stop);
        SweepStart.Send(group, sweep);
        return SharedSweep.Run(new Root(group, listener.Ended), sweep, _fixture.Data, settings, stopRank is null ? listener : listener.Stopping(), stop);
    });

    private static void AssertSame(Sweep expected, Sweep actual)
    {
        Assert.Equal(SweepFixture.Result(expected), SweepFixture.Result(actual));
        Assert.Equal(SweepFixture.Result(expected), SweepFixture.Result(Sweep.Load(actual.Folder)));
        foreach (SweepTrial trial in expected.Plan.Trials) RunFixture.AssertSame(expected.Folder.Run(trial), actual.Folder.Run(trial));
    }

    /// <summary>Records which trials are run. On request it asks a process to stop at the first step of the root, which it holds up until all processes were told.</summary>
    private sealed class Recorder : ISweepListener, IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<string> _started = [], _finished = [];
        private bool _stops;

        public List<string> Started => _started;

        public IReadOnlyList<string> Finished => _finished;

        public CancellationTokenSource Stop { get; } = new();

        /// <summary>Set when the root has told the other processes that the sweep has ended.</summary>
        public ManualResetEventSlim Ended { get; } = new();

        public Recorder Stopping()
        {
            _stops = true;
            return this;
        }

        public void TrialStarted(SweepTask task)
        {
            lock (_lock) _started.Add($"{task.Trial.Name} {task.Rung}");
        }

        public void StepDone(SweepTask task, in StepReport report)
        {
            // Steps of other processes are reported by the thread that has to tell them.
            if (!_stops || Thread.CurrentThread.Name?.StartsWith("sweep-", StringComparison.Ordinal) != true) return;
            Stop.Cancel();
            Ended.Wait(HangGuard.Limit);
        }

        public void Warned(SweepTask task, string message)
        {
        }

        public void TrialFinished(SweepTask task, TrialResult result)
        {
            lock (_lock) _finished.Add($"{task.Trial.Name} {task.Rung}");
        }

        public void Dispose()
        {
            Stop.Dispose();
            Ended.Dispose();
        }
    }

    /// <summary>The group of the root, which notes when the last message is sent.</summary>
    private sealed class Root(IProcessGroup group, ManualResetEventSlim ended) : IProcessGroup
    {
        public int Rank => group.Rank;

        public int Size => group.Size;

        public void Broadcast(Span<byte> buffer) => group.Broadcast(buffer);

        public void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths) => group.AllGather(buffer, lengths);

        public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) =>
            group.AllToAll(sent, sentLengths, received, receivedLengths);

        public void Send(int rank, ReadOnlySpan<byte> message)
        {
            group.Send(rank, message);
            if (message.SequenceEqual("{}"u8)) ended.Set();
        }

        public byte[]? TryReceive(int rank) => group.TryReceive(rank);
    }
}
