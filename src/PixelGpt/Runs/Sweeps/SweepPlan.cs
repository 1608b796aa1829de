using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Runs.Sweeps;

/// <summary>What a sweep trains: its settings, each with all seeds, on one data set.</summary>
internal sealed record SweepPlan
{
    /// <summary>The largest number of trials.</summary>
    public const int MaxTrials = 10_000;

    private const int MaxNameLength = 60;

    /// <summary>The options that name the data set.</summary>
    public required DataReference Data { get; init; }

    /// <summary>The description of the data set.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The other options of <c>pixelgpt train</c> that all trials have.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The model whose weights all trials start from; null if they are initialised at random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaseModelReference? BaseModel { get; init; }

    /// <summary>The settings.</summary>
    public required IReadOnlyList<SweepSetting> Settings { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The number of folds of a cross-validation; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Folds { get; init; }

    /// <summary>One of so many settings reaches the next rung; 1 if all settings are trained to the end.</summary>
    public required int Halving { get; init; }

    /// <summary>The folder for TensorBoard events; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TensorBoard { get; init; }

    /// <summary>The trials, those of the first seed first, so that all settings have a first score early.</summary>
    [JsonIgnore]
    public IReadOnlyList<SweepTrial> Trials => field ??= [.. Seeds.SelectMany(seed => FoldsOrNone.SelectMany(fold => Settings.Select((setting, i) => (Setting: i, seed, Name: NameOf(i, setting, seed, fold), fold))))
        .Select((t, index) => new SweepTrial(index, t.Setting, t.seed, t.Name, t.fold))];

    /// <summary>The number of trials of each setting.</summary>
    [JsonIgnore]
    public int TrialsPerSetting => Seeds.Count * Math.Max(1, Folds);

    /// <summary>The rungs.</summary>
    [JsonIgnore]
    public HalvingSchedule Schedule => field ??= new HalvingSchedule(Halving, Settings.Count, Settings.Min(s => s.Recipe.Epochs));

    /// <summary>Returns the trials of a setting.</summary>
    /// <param name="setting">The index of the setting.</param>
    public IEnumerable<SweepTrial> TrialsOf(int setting) => Enumerable.Range(0, TrialsPerSetting).Select(i => Trials[(i * Settings.Count) + setting]);

    /// <summary>Returns the number of epochs that a trial has at the end of a rung.</summary>
    public int EpochsAfter(int rung, SweepTrial trial) => Schedule.EpochsAfter(rung, Settings[trial.Setting].Recipe.Epochs);

    /// <summary>Checks the plan.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="InputException">A value is invalid.</exception>
    public SweepPlan Validate()
    {
        InputException.Check(Settings.Count > 0, "the number of settings", Settings.Count, "at least 1");
        InputException.Check(Seeds.Count > 0, "seeds", Seeds.Count, "at least 1");
        InputException.Check(Folds is 0 or (>= 2 and <= Fold.MaxCount), "folds", Folds, $"2 to {Fold.MaxCount} (0 for none)");
        long trials = (long)Settings.Count * Seeds.Count * Math.Max(1, Folds);
        InputException.Check(trials <= MaxTrials, "settings × seeds × folds", trials, $"at most {MaxTrials}");
        InputException.Check(Halving is >= 1 and <= HalvingSchedule.MaxFactor, "halving", Halving, $"from 1 to {HalvingSchedule.MaxFactor} (1 for none)");
        if (Seeds.Distinct().Count() < Seeds.Count) throw new InputException("a seed is given twice");
        foreach (SweepSetting setting in Settings)
        {
            ModelConfig model = setting.LoadModel();
            _ = InputException.Within(setting.Label, () =>
            {
                setting.Recipe.Validate().CheckSupported(model.Description);
                return setting;
            });
        }

        return this;
    }

    /// <summary>Returns whether another plan has the same trials on the same data, so that it has the same result.</summary>
    public bool HasSameTrials(SweepPlan other) => Comparable(this) == Comparable(other);

    private static string Comparable(SweepPlan plan) =>
        JsonSerializer.Serialize(plan with { Data = new DataReference { Source = "" }, Dataset = plan.Dataset with { Name = "" }, Arguments = [], TensorBoard = null }, RunJson.Default.SweepPlan);

    /// <summary>The folds, which are the same for all seeds; one that is null without cross-validation.</summary>
    private IEnumerable<Fold?> FoldsOrNone => Folds == 0 ? [null] : Enumerable.Range(1, Folds).Select(Fold? (int number) => new Fold(number, Folds, Seeds[0]));

    private static string NameOf(int index, SweepSetting setting, ulong seed, Fold? fold)
    {
        string values = string.Concat(string.Join('-', setting.Values.Select(v => $"{v.Name}-{v.Value}")).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        if (values.Length > MaxNameLength) values = values[..MaxNameLength];
        return $"{index + 1:D2}{(values.Length > 0 ? "-" : "")}{values}-seed-{seed}{(fold is null ? "" : $"-fold-{fold.Number}")}";
    }
}
