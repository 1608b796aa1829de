using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The content of <c>sweep.json</c>: the plan, the results, and the ranking that follows from them.</summary>
internal sealed record SweepRecord
{
    private const int MaxFileBytes = 1 << 26;

    /// <summary>The plan.</summary>
    public required SweepPlan Plan { get; init; }

    /// <summary>The results of each trial, in the order of the plan.</summary>
    public required IReadOnlyList<TrialRecord> Trials { get; init; }

    /// <summary>The ranking, for other programs; it is computed again when the file is read.</summary>
    public required IReadOnlyList<SettingScore> Ranking { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The validated record.</returns>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static SweepRecord Load(string path)
    {
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a sweep");
        SweepRecord record = InputJson.Read(path, () => JsonSerializer.Deserialize(text, RunJson.Default.SweepRecord)) ?? throw new InputException($"{path}: the file is empty");
        return InputException.Within(path, () =>
        {
            record.CheckNulls();
            record.Plan.Validate();
            record.CheckResults();
            return record;
        });
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, RunJson.Default.SweepRecord) + "\n");

    /// <summary>Checks that no list has a null, which the serializer does not.</summary>
    private void CheckNulls()
    {
        IEnumerable<object?> items = [.. Plan.Arguments, .. Plan.Settings, .. Trials];
        items = items.Concat(Plan.Settings.SelectMany(s => s is null ? [] : s.Values.Concat<object?>(s.Arguments))).Concat(Trials.SelectMany(t => t is null ? [] : t.Results));
        if (items.Contains(null)) throw new InputException("damaged: a list has a null");
    }

    private void CheckResults()
    {
        if (!Trials.Select(t => t.Name).SequenceEqual(Plan.Trials.Select(t => t.Name), StringComparer.Ordinal)) throw new InputException("damaged: the trials are not those of the plan");
        foreach (TrialRecord trial in Trials)
        {
            bool isValid = trial.Results.Count <= Plan.Schedule.Rungs && trial.Results.SkipLast(1).All(r => r.Failure is null)
                && trial.Results.All(r => r.Epochs >= 0 && r.Seconds >= 0 && (r.DevLoss is null) != (r.Failure is null) && double.IsFinite(r.DevLoss ?? 0));
            if (!isValid) throw new InputException($"damaged: the results of {Excerpt.Of(trial.Name)} are not valid");
        }
    }
}
