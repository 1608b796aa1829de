using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Training as a user goes through it: what will be trained, how it goes, what came of it.</summary>
internal static class TrainingWorkflow
{
    /// <summary>Trains and tells the result.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Session session, TrainingRun run)
    {
        if (!Train(session, run)) return ExitCode.Interrupted;
        session.WriteResult(Summary(run), console => console.WriteLine($"Next: pixelgpt complete {DisplayFormat.Argument(run.Folder.Path)}"));
        return ExitCode.Success;
    }

    /// <summary>Trains.</summary>
    /// <returns>Whether the recipe was done; if not, how to go on has been told.</returns>
    public static bool Train(Session session, TrainingRun run)
    {
        if (run.Damage is { } damage) session.Console.WriteLine($"warning: {damage}; it is kept as {Path.GetFileName(run.Folder.DamagedCheckpoint)}, and the checkpoint before it serves");
        Introduce(session.Progress, run);
        bool done = TrainingDisplay.Train(session, run);
        Show(session.Progress, run);
        if (done) return true;
        string resume = $"pixelgpt train --resume --out {DisplayFormat.Argument(run.Folder.Path)}";
        string where = $"stopped in epoch {run.State.Epoch + 1} after {run.State.BatchInEpoch} of {run.BatchesPerEpoch} steps; all is saved";
        session.WriteResult(
            new JsonObject { ["run"] = run.Folder.Path, ["interrupted"] = true, ["epoch"] = run.State.Epoch, ["step"] = run.State.Step, ["resume"] = resume },
            console => console.WriteLine($"{where}. Go on with: {resume}"));
        return false;
    }

    private static void Introduce(IAnsiConsole console, TrainingRun run)
    {
        TrainingRecipe recipe = run.Record.Recipe;
        SpriteDataset data = run.Data;
        console.WriteLine($"data     {data.Name}: {string.Join(", ", data.Splits.Select(s => $"{s.Value.Count} {s.Key}"))} sprites of {data.Width}×{data.Height} pixels, {data.Palette.Count} colours");
        console.WriteLine($"model    {run.Model.Config.Family.ModelType}, {run.Model.Transformer.Parameters.Count:n0} parameters");
        console.WriteLine($"recipe   {recipe.Epochs} epochs, batches of {recipe.BatchSize}, AdamW {recipe.LearningRate} ({recipe.LrSchedulerType.ToString().ToLowerInvariant()}), weight decay {recipe.WeightDecay}, seed {recipe.Seed}");
        console.WriteLine($"run      {run.Folder.Path}");
        ModelTable.Write(console, run.Model);
    }

    private static void Show(IAnsiConsole console, TrainingRun run)
    {
        if (run.Epochs.Count == 0) return;
        void Line(string what, EpochMetrics m) =>
            console.WriteLine($"{what,-22} epoch {m.Epoch,3}: loss {m.Loss:0.0000}, dev loss {DisplayFormat.Nats(m.DevLoss)}, dev accuracy {DisplayFormat.Percent(m.Accuracy)}");
        Line("last", run.Epochs[^1]);
        Line("lowest training loss", run.Epochs.MinBy(m => m.Loss)!);
        if (run.Epochs.Any(m => m.DevLoss is not null)) Line("lowest dev loss", run.Epochs.MinBy(m => m.DevLoss ?? double.MaxValue)!);
        console.WriteLine($"model.safetensors holds epoch {run.State.BestEpoch}, {(run.Record.Recipe.BestMetric == BestEpoch.Loss ? "the lowest training loss; --keep-best dev-loss keeps the other" : "the lowest dev loss")}");
    }

    private static JsonObject Summary(TrainingRun run)
    {
        JsonObject Epoch(EpochMetrics m) => new() { ["epoch"] = m.Epoch, ["loss"] = m.Loss, ["dev_loss"] = m.DevLoss, ["accuracy"] = m.Accuracy };
        return new JsonObject
        {
            ["run"] = run.Folder.Path,
            ["parameters"] = run.Model.Transformer.Parameters.Count,
            ["epochs"] = run.Epochs.Count,
            ["last"] = Epoch(run.Epochs[^1]),
            ["lowest_loss"] = Epoch(run.Epochs.MinBy(m => m.Loss)!),
            ["lowest_dev_loss"] = run.Epochs.Any(m => m.DevLoss is not null) ? Epoch(run.Epochs.MinBy(m => m.DevLoss ?? double.MaxValue)!) : null,
            ["kept_epoch"] = run.State.BestEpoch,
            ["train_seconds"] = run.Epochs.Sum(m => m.TrainSeconds),
            ["eval_seconds"] = run.Epochs.Sum(m => m.EvalSeconds),
        };
    }
}
