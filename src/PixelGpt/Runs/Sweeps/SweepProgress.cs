namespace PixelGpt.Runs.Sweeps;

/// <summary>
/// The results of all trials, and what follows from them: the current rung, the settings that are trained in it, and their ranking. Everything is
/// computed from the results, so it is the same in whatever order they arrived.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="results">The results of each trial, one per rung.</param>
internal sealed class SweepProgress(SweepPlan plan, IReadOnlyList<IReadOnlyList<TrialResult>> results)
{
    private readonly List<int[]> _entrants = FindEntrants(plan, results);

    /// <summary>The current rung, from 0; the number of rungs if all trials have finished.</summary>
    public int Rung => IsFinished(plan, results, _entrants[^1], _entrants.Count - 1) ? _entrants.Count : _entrants.Count - 1;

    /// <summary>Whether all trials have finished.</summary>
    public bool IsComplete => Rung >= plan.Schedule.Rungs || _entrants[^1].Length == 0;

    /// <summary>Returns the settings that are trained in a rung, the best of the rung before first.</summary>
    /// <param name="rung">A rung that is not later than the current one.</param>
    public IReadOnlyList<int> EntrantsOf(int rung) => rung < _entrants.Count ? _entrants[rung] : [];

    /// <summary>Returns the trials that are not finished in the current rung.</summary>
    public IEnumerable<SweepTrial> Open() => IsComplete ? [] : plan.Trials.Where(t => _entrants[^1].Contains(t.Setting) && !HasFinished(results[t.Index], Rung));

    /// <summary>Ranks all settings: those that have reached a later rung first.</summary>
    /// <param name="running">The indices of the trials that are running.</param>
    public IReadOnlyList<SettingScore> Rank(IReadOnlyCollection<int> running) =>
        [.. Enumerable.Range(0, plan.Settings.Count).Select(s => Score(plan, results, s, RungOf(s), trials => StateOf(s, trials, running))).OrderByDescending(s => s.Rung).ThenBy(s => s.Order)];

    /// <summary>Counts the epochs of later rungs, if no trial stops early or fails.</summary>
    public long EpochsOfLaterRungs()
    {
        double epochs = 0;
        for (int rung = Rung + 1; rung < plan.Schedule.Rungs; rung++)
        {
            double perTrial = plan.Settings.Average(s => plan.Schedule.EpochsAfter(rung, s.Recipe.Epochs) - plan.Schedule.EpochsAfter(rung - 1, s.Recipe.Epochs));
            epochs += perTrial * plan.Schedule.SettingsIn(rung) * plan.TrialsPerSetting;
        }

        return (long)epochs;
    }

    private int RungOf(int setting) => _entrants.FindLastIndex(e => e.Contains(setting));

    private SettingState StateOf(int setting, SweepTrial[] trials, IReadOnlyCollection<int> running)
    {
        int reached = RungOf(setting);
        if (trials.All(t => IsFailed(results[t.Index]))) return SettingState.Failed;
        if (trials.Any(t => running.Contains(t.Index))) return SettingState.Running;
        int finished = trials.Count(t => HasFinished(results[t.Index], reached));
        if (finished < trials.Length) return SettingState.Waiting;
        if (reached == plan.Schedule.Rungs - 1) return SettingState.Done;
        return reached < _entrants.Count - 1 || IsComplete ? SettingState.Stopped : SettingState.RungDone;
    }

    private static List<int[]> FindEntrants(SweepPlan plan, IReadOnlyList<IReadOnlyList<TrialResult>> results)
    {
        List<int[]> entrants = [[.. Enumerable.Range(0, plan.Settings.Count)]];
        for (int rung = 0; rung + 1 < plan.Schedule.Rungs && IsFinished(plan, results, entrants[rung], rung); rung++)
        {
            SettingScore[] scores = [.. entrants[rung].Select(s => Score(plan, results, s, rung, _ => SettingState.Done)).Where(s => s.Scored > 0).OrderBy(s => s.Order)];
            entrants.Add([.. scores.Take(plan.Schedule.SettingsIn(rung + 1)).Select(s => s.Setting)]);
        }

        return entrants;
    }

    private static SettingScore Score(SweepPlan plan, IReadOnlyList<IReadOnlyList<TrialResult>> results, int setting, int rung, Func<SweepTrial[], SettingState> state)
    {
        SweepTrial[] trials = [.. plan.TrialsOf(setting)];
        TrialResult[] latest = [.. trials.Where(t => results[t.Index].Count > 0 && !IsFailed(results[t.Index])).Select(t => results[t.Index][Math.Min(rung, results[t.Index].Count - 1)])];
        double[] losses = [.. latest.Select(r => r.DevLoss).OfType<double>()];
        return new SettingScore
        {
            Setting = setting,
            Label = plan.Settings[setting].Label,
            State = state(trials),
            Rung = rung,
            Epochs = latest.Length > 0 ? latest.Min(r => r.Epochs) : 0,
            DevLoss = losses.Length > 0 ? losses.Average() : null,
            Lowest = losses.Length > 0 ? losses.Min() : null,
            Highest = losses.Length > 0 ? losses.Max() : null,
            Scored = losses.Length,
            Failed = trials.Count(t => IsFailed(results[t.Index])),
        };
    }

    private static bool IsFinished(SweepPlan plan, IReadOnlyList<IReadOnlyList<TrialResult>> results, int[] settings, int rung) =>
        plan.Trials.All(t => !settings.Contains(t.Setting) || HasFinished(results[t.Index], rung));

    private static bool HasFinished(IReadOnlyList<TrialResult> results, int rung) => results.Count > rung || IsFailed(results);

    private static bool IsFailed(IReadOnlyList<TrialResult> results) => results is [.., { Failure: not null }];
}
