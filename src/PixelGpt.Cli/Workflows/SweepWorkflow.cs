using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Runs.Sweeps;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Runs a sweep, evaluates the runs that were trained to the end, and prints the ranking and the comparison.</summary>
internal sealed class SweepWorkflow(Session session, Sweep sweep, SpriteDataset data, TrialSettings settings)
{
    /// <summary>The greatest number of settings in the comparison, which has a column for each.</summary>
    private const int MaxCompared = 4;

    private const string NoDistances = "a sweep computes no distances; evaluate a run alone to get them";

    private int AtOnce => settings.Jobs * session.Group.Size;

    /// <summary>Runs the sweep and prints the result.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="FailureException">All trials have failed, or a file could not be written.</exception>
    public int Run()
    {
        WritePlan();
        SweepStart.Send(session.Group, sweep);
        bool isComplete = SweepDisplay.Run(session, sweep, AtOnce, listener => SharedSweep.Run(session.Group, sweep, data, settings, listener, session.CancellationToken));
        IReadOnlyList<SettingScore> ranking = sweep.Rank();
        if (!isComplete) return Interrupted(ranking);
        if (ranking[0].DevLoss is null) throw new FailureException($"all trials have failed: {sweep.ResultOf(sweep.Plan.TrialsOf(ranking[0].Setting).First())?.Failure}");
        try
        {
            // The trials of a cross-validation are trained on different sprites, and are scored on those held out instead of the test split.
            WriteResult(ranking, sweep.Plan.Folds > 0 ? null : Compare(ranking));
        }
        catch (OperationCanceledException) when (session.CancellationToken.IsCancellationRequested)
        {
            return Interrupted(ranking);
        }

        return ExitCode.Success;
    }

    private void WritePlan()
    {
        SweepPlan plan = sweep.Plan;
        IAnsiConsole console = session.Progress;
        HalvingSchedule schedule = plan.Schedule;
        int least = plan.Settings.Min(s => s.Recipe.Epochs), most = plan.Settings.Max(s => s.Recipe.Epochs);
        string epochs = least == most ? DisplayFormat.Plural(least, "epoch") : $"{least} to {most} epochs";
        console.WriteLine($"data     {DisplayFormat.Dataset(data)}");
        console.WriteLine($"sweep    {DisplayFormat.Plural(plan.Settings.Count, "setting")} × {DisplayFormat.Plural(plan.Seeds.Count, "seed")}{(plan.Folds > 0 ? $" × {plan.Folds} folds" : "")} = {DisplayFormat.Plural(plan.Trials.Count, "trial")} of {epochs}{(AtOnce > 1 ? $", {AtOnce} at once" : "")}");
        if (schedule.Rungs > 1)
        {
            string rungs = string.Join(", ", Enumerable.Range(0, schedule.Rungs).Select(r => least == most
                ? $"{DisplayFormat.Plural(schedule.SettingsIn(r), "setting")} to epoch {schedule.EpochsAfter(r, most)}"
                : DisplayFormat.Plural(schedule.SettingsIn(r), "setting")));
            console.WriteLine($"rungs    {rungs}; --no-halving trains all to the end");
        }

        if (session.Job is { } job) console.WriteLine($"job      {job.Description}{(AtOnce > plan.Trials.Count ? $"; there are only {DisplayFormat.Plural(plan.Trials.Count, "trial")}, so some ranks have nothing to do" : "")}");
        if (settings.Jobs > settings.Threads) console.WriteLine($"note     {settings.Jobs} trials at once share {DisplayFormat.Plural(settings.Threads, "thread")}, so each is slower than alone");
        console.WriteLine($"folder   {sweep.Folder.Path}");
        int done = plan.Trials.Count(t => sweep.ResultOf(t) is not null);
        if (done > 0) console.WriteLine($"resumed  {done} of {plan.Trials.Count} trials have results{(schedule.Rungs > 1 ? $"; now in rung {sweep.Rung + 1} of {schedule.Rungs}" : "")}");
    }

    private int Interrupted(IReadOnlyList<SettingScore> ranking)
    {
        string resume = session.WithLauncher($"pixelgpt sweep --resume --out {DisplayFormat.Argument(sweep.Folder.Path)}");
        session.WriteResult(new JsonObject { ["sweep"] = sweep.Folder.Path, ["interrupted"] = true, ["ranking"] = ToJson(ranking), ["resume"] = resume }, console =>
        {
            WriteRanking(console, ranking);
            console.WriteLine($"interrupted; all trials are saved. Resume with: {resume}");
        });
        return ExitCode.Interrupted;
    }

    /// <summary>Evaluates the runs of the best settings that were trained to the end, unless they already are, and compares them.</summary>
    private SweepComparison Compare(IReadOnlyList<SettingScore> ranking)
    {
        var groups = new List<(string Name, IReadOnlyList<ComparedRun> Runs)>();
        foreach (SettingScore score in ranking.Where(s => s.State == SettingState.Done).Take(MaxCompared)) groups.Add((score.Label, [.. sweep.ScoredTrials(score).Select(Evaluated)]));
        return SweepComparison.Of(groups);
    }

    private ComparedRun Evaluated(SweepTrial trial)
    {
        RunFolder folder = sweep.Folder.Run(trial);
        double promptFraction = sweep.Plan.Settings[0].Recipe.PromptFraction;
        if (File.Exists(folder.Evaluation))
        {
            try
            {
                var known = ComparedRun.Load(trial.Name, folder, folder.Path);
                if (known.Report.Dataset.Checksum == sweep.Plan.Dataset.Checksum && known.Report.PromptFraction == promptFraction) return known;
            }
            catch (InputException)
            {
                // A damaged or outdated evaluation is computed again.
            }
        }

        var source = ModelSource.Of(folder);
        var options = new EvaluationOptions { PromptFraction = promptFraction, Threads = settings.Threads };
        if (source.LoadSampling() is { } sampling) options = options with { Temperatures = [], ModelSampling = sampling };
        session.CancellationToken.ThrowIfCancellationRequested();
        EvaluationReport report = new EvaluationWorkflow(session, source.Load(), source).Run(data, FolderEvaluation.ScoredSplits(data), options, NoDistances, folder);
        return new ComparedRun(trial.Name, report);
    }

    private void WriteResult(IReadOnlyList<SettingScore> ranking, SweepComparison? comparison)
    {
        SettingScore best = ranking[0];
        SweepTrial trial = sweep.ScoredTrials(best).MinBy(t => sweep.ResultOf(t)!.DevLoss)!;
        string run = sweep.Folder.Run(trial).Path, command = TrainCommandOf(trial);
        var json = new JsonObject
        {
            ["sweep"] = sweep.Folder.Path,
            ["best"] = new JsonObject { ["setting"] = best.Label, ["seed"] = trial.Seed, ["run"] = run, ["command"] = command },
            ["ranking"] = ToJson(ranking),
            ["comparison"] = comparison is null ? null : ToJson(comparison),
        };
        session.WriteResult(json, console =>
        {
            WriteRanking(console, ranking);
            if (comparison is null)
            {
                console.WriteLine($"dev loss: mean and range over the sprites of {sweep.Plan.Folds} folds, each held out once");
                console.WriteLine($"best     {best.Label}");
                console.WriteLine($"train    {command}");
                return;
            }

            SweepComparisonDisplay.Write(console, comparison);
            int others = ranking.Count(s => s.State == SettingState.Done) - comparison.Groups.Count, stopped = ranking.Count(s => s.State == SettingState.Stopped);
            if (others > 0) console.WriteLine($"only the best {comparison.Groups.Count} settings are compared; {DisplayFormat.Plural(others, "other")} can be evaluated with 'pixelgpt evaluate' and compared with 'pixelgpt compare'");
            if (stopped > 0) console.WriteLine($"{DisplayFormat.Plural(stopped, "setting")} did not reach the last rung and {(stopped == 1 ? "is" : "are")} not compared, because models that are trained for fewer epochs are not comparable");
            console.WriteLine($"best     {best.Label}; its best run: {run}");
            console.WriteLine($"train    {command}");
            console.WriteLine($"Next: pixelgpt complete {DisplayFormat.Argument(run)}");
        });
    }

    private void WriteRanking(IAnsiConsole console, IReadOnlyList<SettingScore> ranking) => console.WriteFitted(SweepTable.Create(
        sweep.Plan, ranking, int.MaxValue, s => $"{s.Epochs}/{sweep.Plan.Settings[s.Setting].Recipe.Epochs}", left: null));

    /// <summary>Returns the command that trains the model of a trial.</summary>
    private string TrainCommandOf(SweepTrial trial)
    {
        SweepPlan plan = sweep.Plan;
        DataReference reference = plan.Data;
        (string Name, string? Value)[] source =
        [
            ("--data", reference.Source), ("--colormap", reference.Colormap), ("--config-name", reference.Config), ("--column", reference.Column),
            ("--size", reference.Size), ("--splits", reference.Splits),
        ];
        IEnumerable<string> arguments = source.Where(o => o.Value is not null).SelectMany(o => (string[])[o.Name, o.Value!])
            .Concat(plan.Arguments)
            .Concat(plan.Settings[trial.Setting].Arguments)
            .Concat(["--seed", $"{trial.Seed}", "--out", Path.Combine(RunFolder.DefaultRoot, "best")]);
        return $"pixelgpt train {string.Join(' ', arguments.Select(a => DisplayFormat.Argument(a)))}";
    }

    private static JsonArray ToJson(IReadOnlyList<SettingScore> ranking) => JsonSerializer.SerializeToNode(ranking, RunJson.Default.IReadOnlyListSettingScore)!.AsArray();

    private static JsonObject ToJson(SweepComparison comparison) => new()
    {
        ["split"] = comparison.Runs.Split,
        ["dataset"] = comparison.Runs.Dataset.Name,
        ["settings"] = new JsonArray([.. comparison.Groups.Select(g => (JsonNode)g)]),
        ["figures"] = new JsonArray([.. comparison.Figures.Select(f => new JsonObject
        {
            ["key"] = f.Key,
            ["label"] = f.Label,
            ["values"] = new JsonArray([.. f.Values.Select(v => v is null ? null : (JsonNode)new JsonObject { ["mean"] = v.Mean, ["lowest"] = v.Lowest, ["highest"] = v.Highest })]),
            ["best"] = new JsonArray([.. f.Best.Select(i => (JsonNode)comparison.Groups[i])]),
        })]),
    };
}
