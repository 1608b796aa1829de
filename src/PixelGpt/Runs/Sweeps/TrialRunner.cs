using PixelGpt.Data;
using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Runs trials of a sweep in their run folders.</summary>
/// <param name="folder">The folder of the sweep.</param>
/// <param name="plan">The plan.</param>
/// <param name="data">The data set of the plan.</param>
/// <param name="savePolicy">When runs are saved within an epoch.</param>
internal sealed class TrialRunner(SweepFolder folder, SweepPlan plan, SpriteDataset data, SavePolicy savePolicy)
{
    /// <summary>Trains a trial to the end of a rung. A trial that has a run folder is resumed from its last checkpoint.</summary>
    /// <param name="task">The trial and the rung.</param>
    /// <param name="threads">Number of threads to train with; results do not depend on it.</param>
    /// <param name="listener">Receives the progress.</param>
    /// <param name="stop">Stops the trial after the current step; it is saved.</param>
    /// <returns>The result; null if the trial was stopped before the end of the rung.</returns>
    /// <exception cref="InputException">The run folder is used by another process, has another run, or is damaged.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public TrialResult? Run(SweepTask task, int threads, ISweepListener listener, CancellationToken stop)
    {
        using TrainingRun run = Open(task.Trial, threads);
        run.SavePolicy = savePolicy;
        if (plan.TensorBoard is { } events) run.LogToTensorBoard(events);
        try
        {
            // A complete run is trained too, because it may have been killed before its sampling was chosen.
            bool isLast = task.Epochs >= run.Record.Recipe.Epochs;
            if ((run.State.Epoch < task.Epochs || isLast) && !Train(run, task, isLast, listener, stop)) return null;
        }
        catch (FailureException e) when (e.InnerException is DivergenceException divergence)
        {
            return Result(run, task.Epochs) with { DevLoss = null, Failure = divergence.Message };
        }

        return Result(run, task.Epochs);
    }

    /// <summary>Trains to the end of the rung.</summary>
    /// <returns>Whether the end was reached, or training has stopped early.</returns>
    private static bool Train(TrainingRun run, SweepTask task, bool isLast, ISweepListener listener, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bool isComplete = run.Train(new RungListener(task, listener, isLast ? null : end), end.Token);
        return isLast ? isComplete && !stop.IsCancellationRequested : isComplete || run.State.Epoch >= task.Epochs;
    }

    private TrainingRun Open(SweepTrial trial, int threads)
    {
        RunFolder target = folder.Run(trial);
        SweepSetting setting = plan.Settings[trial.Setting];
        TrainingRecipe recipe = setting.Recipe with { Seed = trial.Seed };
        (DataReference reference, SpriteDataset sprites) = trial.Fold is { } fold ? (plan.Data with { Fold = $"{fold}" }, fold.Of(data)) : (plan.Data, data);
        if (!target.HasRun)
        {
            return plan.BaseModel is { } baseModel
                ? TrainingRun.FineTune(target, baseModel, reference, sprites, recipe, threads)
                : TrainingRun.Create(target, setting.LoadModel(), reference, sprites, recipe, threads);
        }

        TrainingRun run = TrainingRun.Resume(target, reference, sprites, null, threads);
        if (run.Record.Recipe == recipe) return run;
        run.Dispose();
        throw new InputException($"{target.Path}: the folder has a run that is not of this sweep; move it away");
    }

    private static TrialResult Result(TrainingRun run, int epochs)
    {
        EpochMetrics[] done = [.. run.Epochs.Where(m => m.Epoch <= epochs)];
        EpochMetrics? best = new RunHistory(run.Record, done).BestEpoch;
        return new TrialResult { Epochs = done.Length, BestEpoch = best?.Epoch ?? 0, DevLoss = best?.DevLoss, Seconds = done.Sum(m => m.TrainSeconds + m.EvalSeconds) };
    }
}
