using PixelGpt.Data;

namespace PixelGpt.Runs.Sweeps;

/// <summary>A sweep in its folder: gives out trials, takes their results and saves each in <c>sweep.json</c>, so that a killed sweep continues where it was.</summary>
internal sealed class Sweep : ITrialQueue
{
    private readonly Lock _lock = new();
    private readonly List<TrialResult>[] _results;
    private readonly HashSet<int> _running = [];
    private SweepProgress _progress;

    private Sweep(SweepFolder folder, SweepPlan plan, IEnumerable<List<TrialResult>> results)
    {
        Folder = folder;
        Plan = plan;
        _results = [.. results];
        _progress = new SweepProgress(plan, _results);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The folder.</summary>
    public SweepFolder Folder { get; }

    /// <summary>The plan.</summary>
    public SweepPlan Plan { get; }

    /// <inheritdoc/>
    public bool IsComplete
    {
        get
        {
            lock (_lock) return _progress.IsComplete;
        }
    }

    /// <summary>The current rung, from 0; the last one if the sweep is complete.</summary>
    public int Rung
    {
        get
        {
            lock (_lock) return Math.Min(_progress.Rung, Plan.Schedule.Rungs - 1);
        }
    }

    /// <summary>Creates a sweep and writes its file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="InputException">The plan is invalid, or the folder has a sweep, a run or a model.</exception>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public static Sweep Create(SweepFolder folder, SweepPlan plan)
    {
        plan.Validate();
        if (folder.HasSweep) throw new InputException($"{folder.Path}: the folder already has a sweep; give another --out");
        new RunFolder(folder.Path).CheckNoModel();
        var sweep = new Sweep(folder, plan, plan.Trials.Select(_ => new List<TrialResult>()));
        sweep.Save();
        return sweep;
    }

    /// <summary>Reads a sweep.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">The folder has no sweep, or its file is damaged.</exception>
    public static Sweep Load(SweepFolder folder)
    {
        if (!folder.HasSweep) throw new InputException($"{folder.File}: no such file; is this the folder of a sweep?");
        var record = SweepRecord.Load(folder.File);
        return new Sweep(folder, record.Plan, record.Trials.Select(t => t.Results.ToList()));
    }

    /// <summary>Reads a sweep whose data set may have moved.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="reference">The options that name the data set now.</param>
    /// <param name="data">The data set; it must have the checksum of the sweep's data set.</param>
    /// <exception cref="InputException">The folder has no sweep, its file is damaged, or the data set is another.</exception>
    public static Sweep Load(SweepFolder folder, DataReference reference, SpriteDataset data)
    {
        Sweep sweep = Load(folder);
        if (data.Checksum() != sweep.Plan.Dataset.Checksum)
            throw new InputException($"{folder.File}: the sweep is for other data (checksum {sweep.Plan.Dataset.Checksum[..12]}…; {data.Name} now has {data.Checksum()[..12]}…)");
        return new Sweep(folder, sweep.Plan with { Data = reference }, sweep._results);
    }

    /// <inheritdoc/>
    public SweepTask? Take()
    {
        lock (_lock)
        {
            if (_progress.Open().FirstOrDefault(t => !_running.Contains(t.Index)) is not { } trial) return null;
            _running.Add(trial.Index);
            return new SweepTask(trial, _progress.Rung, Plan.EpochsAfter(_progress.Rung, trial));
        }
    }

    /// <inheritdoc/>
    public void Report(SweepTask task, TrialResult result)
    {
        lock (_lock)
        {
            _running.Remove(task.Trial.Index);
            List<TrialResult> results = _results[task.Trial.Index];
            if (results.Count != task.Rung) throw new InvalidOperationException($"trial {task.Trial.Name} has {results.Count} results, so rung {task.Rung} cannot be reported");
            results.Add(result);
            try
            {
                Save();
            }
            catch
            {
                results.RemoveAt(results.Count - 1);
                throw;
            }

            _progress = new SweepProgress(Plan, _results);
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Release(SweepTask task)
    {
        lock (_lock) _running.Remove(task.Trial.Index);
        Changed?.Invoke();
    }

    /// <summary>Ranks the settings.</summary>
    public IReadOnlyList<SettingScore> Rank()
    {
        lock (_lock) return _progress.Rank(_running);
    }

    /// <summary>Returns the latest result of a trial; null if it has none.</summary>
    public TrialResult? ResultOf(SweepTrial trial)
    {
        lock (_lock) return _results[trial.Index] is [.., var last] ? last : null;
    }

    /// <summary>Returns the trials of a setting that have a score.</summary>
    public IEnumerable<SweepTrial> ScoredTrials(SettingScore score) => Plan.TrialsOf(score.Setting).Where(t => ResultOf(t) is { DevLoss: not null });

    /// <summary>Returns the settings that are trained in the current rung or, if the sweep is complete, were trained to the end.</summary>
    public IReadOnlyList<int> Entrants()
    {
        lock (_lock) return _progress.EntrantsOf(Math.Min(_progress.Rung, Plan.Schedule.Rungs - 1));
    }

    /// <summary>Returns the work of the current rung that is not finished.</summary>
    public IReadOnlyList<SweepTask> Open()
    {
        lock (_lock) return [.. _progress.Open().Select(t => new SweepTask(t, _progress.Rung, Plan.EpochsAfter(_progress.Rung, t)))];
    }

    /// <summary>Counts the epochs of the trials that are planned for later rungs.</summary>
    public long EpochsOfLaterRungs()
    {
        lock (_lock) return _progress.EpochsOfLaterRungs();
    }

    private void Save() => new SweepRecord
    {
        Plan = Plan,
        Trials = [.. Plan.Trials.Select(t => new TrialRecord { Name = t.Name, Results = [.. _results[t.Index]] })],
        Ranking = new SweepProgress(Plan, _results).Rank([]),
    }.Save(Folder.File);
}
