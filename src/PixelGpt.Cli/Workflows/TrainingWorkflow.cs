using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Runs;
using PixelGpt.Runs.TensorBoard;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Trains a model and prints its settings, progress and figures.</summary>
internal static class TrainingWorkflow
{
    /// <summary>Trains and prints the result.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Session session, TrainingRun run)
    {
        if (!Train(session, run)) return ExitCode.Interrupted;
        session.WriteResult(ToJson(run), console => console.WriteLine($"Next: pixelgpt complete {DisplayFormat.Argument(run.Folder.Path)}"));
        return ExitCode.Success;
    }

    /// <summary>Trains. If training is interrupted, prints how to resume it.</summary>
    /// <returns>Whether training is complete: all epochs are done, or training has stopped early.</returns>
    public static bool Train(Session session, TrainingRun run)
    {
        if (run.CheckpointDamage is { } damage) session.Console.WriteLine($"warning: {damage}; it is renamed to {Path.GetFileName(run.Folder.DamagedCheckpoint)}, and the previous checkpoint is used");
        WriteSettings(session, run);
        long firstStep = run.State.Step;
        bool done = TrainingDisplay.Train(session, run);
        if (run.Exchange is { } exchange && run.State.Step > firstStep)
        {
            double steps = run.State.Step - firstStep;
            session.Progress.WriteLine(FormattableString.Invariant($"exchange {exchange.BytesSent / steps / 1e6:0.00} MB sent and {exchange.Seconds / steps * 1e3:0.00} ms per step at rank 0, including waiting for other ranks"));
        }

        WriteFigures(session.Progress, run);
        if (run.Sampling is { } sampling) SamplingDisplay.Write(session.Progress, sampling, run.Folder);
        if (run.IsCardCurrent == false) session.Progress.WriteLine(CardDisplay.Edited);
        if (done) return true;
        string resume = session.WithLauncher($"pixelgpt train --resume --out {DisplayFormat.Argument(run.Folder.Path)}{run.Record.DeviceOption}");
        string position = $"interrupted in epoch {run.State.Epoch + 1} after {run.State.BatchInEpoch} of {run.BatchesPerEpoch} steps; the state is saved";
        session.WriteResult(
            new JsonObject { ["run"] = run.Folder.Path, ["interrupted"] = true, ["epoch"] = run.State.Epoch, ["step"] = run.State.Step, ["resume"] = resume },
            console => console.WriteLine($"{position}. Resume with: {resume}"));
        return false;
    }

    private static string DescribeIdle(int ranks, int batchSize) => ranks switch
    {
        1 => "; start more with: mpirun -n N pixelgpt …",
        _ when ranks > batchSize => $"; {ranks - batchSize} of them have no sequence of a batch of {batchSize}: use fewer ranks or a larger --batch",
        _ => "",
    };

    private static void WriteSettings(Session session, TrainingRun run)
    {
        IAnsiConsole console = session.Progress;
        TrainingRecipe recipe = run.Record.Recipe;
        console.WriteLine($"data     {DisplayFormat.Dataset(run.Data)}");
        console.WriteLine($"model    {run.Model.Config.Family.ModelType}, {run.Model.Transformer.Parameters.Count:n0} parameters");
        console.WriteLine($"recipe   {DisplayFormat.Plural(recipe.Epochs, "epoch")}, batch size {recipe.BatchSize}, {recipe.DescribeOptimizer()} with learning rate {recipe.LearningRate} ({recipe.LrSchedulerType.ToString().ToLowerInvariant()}), weight decay {recipe.WeightDecay}{(recipe.Ema > 0 ? $", averaged weights ({recipe.Ema})" : "")}, seed {recipe.Seed}");
        console.WriteLine($"         best epoch by {(recipe.BestMetric == SelectionMetric.Loss ? "training loss" : "dev loss")}{(recipe.Patience > 0 ? $", stops early after {DisplayFormat.Plural(recipe.Patience, "epoch")} without improvement" : "")}");
        foreach (EarlierValues earlier in run.Record.Earlier ?? []) console.WriteLine($"changed  {earlier.Describe()}");
        if (run.Record.BaseModel is { } start) console.WriteLine($"from     the weights of {start.Source}");
        if (run.Record.Teacher is { } teacher) console.WriteLine($"teacher  {teacher.Folder}, weight {teacher.Weight} in the loss");
        console.WriteLine($"run      {run.Folder.Path}");
        if (session.Job is { } job) console.WriteLine($"job      {job.Description}{DescribeIdle(job.Group.Size, recipe.BatchSize)}");
        if (run.Record.TensorBoard is { } events) console.WriteLine($"events   {TensorBoardFolder.Of(events, run.Folder)}; see them with: tensorboard --logdir {DisplayFormat.Argument(events)}");
        ModelTable.Write(console, run.Model);
    }

    private static void WriteFigures(IAnsiConsole console, TrainingRun run)
    {
        if (run.Epochs.Count == 0) return;
        void Line(string label, EpochMetrics m) =>
            console.WriteLine($"{label,-22} epoch {m.Epoch,3}: loss {m.Loss:0.0000}, dev loss {DisplayFormat.Nats(m.DevLoss)}, dev accuracy {DisplayFormat.Percent(m.Accuracy)}");
        Line("last", run.Epochs[^1]);
        Line("lowest training loss", run.Epochs.MinBy(m => m.Loss)!);
        if (run.Epochs.Any(m => m.DevLoss is not null)) Line("lowest dev loss", run.Epochs.MinBy(m => m.DevLoss ?? double.MaxValue)!);
        TrainingRecipe recipe = run.Record.Recipe;
        string metric = recipe.BestMetric == SelectionMetric.Loss ? "training loss" : "dev loss";
        if (run.HasStoppedEarly) console.WriteLine($"stopped early after epoch {run.State.Epoch} of {recipe.Epochs}: the {metric} has not improved for {recipe.Patience} epochs");
        console.WriteLine($"model.safetensors has the weights of epoch {run.State.BestEpoch}, which has the lowest {metric}{(recipe.BestMetric == SelectionMetric.Loss ? " (--best-metric dev-loss selects by dev loss)" : "")}");
    }

    private static JsonObject ToJson(TrainingRun run)
    {
        JsonObject Epoch(EpochMetrics m) => new() { ["epoch"] = m.Epoch, ["loss"] = m.Loss, ["dev_loss"] = m.DevLoss, ["accuracy"] = m.Accuracy };
        var json = new JsonObject
        {
            ["run"] = run.Folder.Path,
            ["parameters"] = run.Model.Transformer.Parameters.Count,
            ["epochs"] = run.Epochs.Count,
            ["last"] = Epoch(run.Epochs[^1]),
            ["lowest_loss"] = Epoch(run.Epochs.MinBy(m => m.Loss)!),
            ["lowest_dev_loss"] = run.Epochs.Any(m => m.DevLoss is not null) ? Epoch(run.Epochs.MinBy(m => m.DevLoss ?? double.MaxValue)!) : null,
            ["stopped_early"] = run.HasStoppedEarly,
            ["kept_epoch"] = run.State.BestEpoch,
            ["train_seconds"] = run.Epochs.Sum(m => m.TrainSeconds),
            ["eval_seconds"] = run.Epochs.Sum(m => m.EvalSeconds),
            ["sampling"] = run.Sampling?.Options is { } sampling ? new JsonObject { ["temperature"] = sampling.Temperature, ["top_p"] = sampling.TopP } : null,
        };
        if (run.Record.BaseModel is { } start) json["base_model"] = start.Source;
        if (run.Record.Teacher is { } teacher) json["teacher"] = teacher.Folder;
        return json;
    }
}
