using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// A training run in its folder, which it keeps to itself: made new or gone on with, saved after every epoch, every few
/// minutes and when it is stopped.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly Trainer _trainer;
    private readonly SplitEvaluator _evaluator;
    private readonly MetricsLog _metrics;
    private readonly RunSaver _saver;

    private TrainingRun(RunFolder folder, RunLock held, TrainingRecord record, PixelModel model, SpriteDataset data, MetricsLog metrics, int threads)
    {
        Folder = folder;
        Record = record;
        Model = model;
        Data = data;
        _metrics = metrics;
        _trainer = new Trainer(model.Transformer, data[SpriteDataset.Train], record.Recipe, threads);
        _evaluator = new SplitEvaluator(model, threads);
        _saver = new RunSaver(folder, held, record, model, metrics, _trainer);
    }

    /// <summary>Where it leaves things.</summary>
    public RunFolder Folder { get; }

    /// <summary>What it is made of.</summary>
    public TrainingRecord Record { get; }

    /// <summary>The model under training.</summary>
    public PixelModel Model { get; }

    /// <summary>What it learns from.</summary>
    public SpriteDataset Data { get; }

    /// <summary>How far it has come.</summary>
    public TrainingState State => _trainer.State;

    /// <summary>Steps an epoch.</summary>
    public int BatchesPerEpoch => _trainer.BatchesPerEpoch;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochMetrics> Epochs => _metrics.Epochs;

    /// <summary>When to save beside after every epoch, and what to do when that fails.</summary>
    public SavePolicy SavePolicy
    {
        get => _saver.Policy;
        set => _saver.Policy = value;
    }

    /// <summary>What was found wrong with the newest checkpoint when the run was resumed from the one before it; else null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Begins a run: draws the weights, and writes what is known of it to its folder.</summary>
    /// <param name="folder">Where to; no run may have begun there.</param>
    /// <param name="config">The model to make.</param>
    /// <param name="reference">How the data were named.</param>
    /// <param name="data">The data.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">The folder holds a run, or model, data and recipe do not go together.</exception>
    public static TrainingRun Create(RunFolder folder, ModelConfig config, DataReference reference, SpriteDataset data, TrainingRecipe recipe, int threads)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        CheckFree(folder);
        recipe.Validate();
        CheckScores(recipe, data);
        config.CheckFits(data.Palette.Count, data.Area, folder.Config);
        Transformer transformer = config.Build();
        transformer.Parameters.Initialize(recipe.Seed);
        transformer.Pack();
        var record = new TrainingRecord
        {
            Recipe = recipe,
            Data = reference,
            Dataset = DataDescription.Of(data),
            Seed = recipe.Seed,
            Threads = threads,
            Parameters = transformer.Parameters.Count,
            Versions = RunVersions.Current,
        };
        return Hold(
            folder,
            held =>
            {
                CheckFree(folder);
                return new TrainingRun(folder, held, record, new PixelModel(config, transformer, data.Palette), data, MetricsLog.Create(folder.Metrics), threads);
            },
            run => run._saver.SaveBase());
    }

    /// <summary>Goes on with a run where its last checkpoint left it: to the very bits it would have come to.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="reference">How the data are named now; the record says so from here on.</param>
    /// <param name="data">The data it was begun with.</param>
    /// <param name="epochs">A new number of epochs, or null for the run's own.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">There is no run here, its files are damaged, or the data are others.</exception>
    public static TrainingRun Resume(RunFolder folder, DataReference reference, SpriteDataset data, int? epochs, int threads)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(data);
        var record = TrainingRecord.Load(folder.Record);
        if (data.Checksum() != record.Dataset.Checksum)
            throw new InputException($"{folder.Record}: the run was begun with other data (checksum {record.Dataset.Checksum[..12]}…; {data.Name} now has {data.Checksum()[..12]}…)");
        TrainingRecord next = record with { Data = reference };
        if (epochs is { } count && count != record.Recipe.Epochs)
        {
            if (record.Recipe.LrSchedulerType == LearningRateScheduleType.Cosine)
                throw new InputException($"the run's cosine schedule was laid out for {record.Recipe.Epochs} epochs and cannot become {count}");
            next = next with { Recipe = record.Recipe with { Epochs = count } };
        }

        var config = ModelConfig.Load(folder.Config);
        return Hold(
            folder,
            held => new TrainingRun(folder, held, next, new PixelModel(config, config.Build(), data.Palette), data, MetricsLog.Load(folder.Metrics), threads),
            run =>
            {
                run.Damage = run._saver.Restore();
                if (run.State.Epoch > next.Recipe.Epochs) throw new InputException($"epochs is {next.Recipe.Epochs}, but the run has done {run.State.Epoch} already");
                run._metrics.CheckReaches(run.State.Epoch);

                // Only now that nothing can be refused any more.
                run._saver.TidyUp(run.Damage is not null);
                if (next != record) next.Save(folder.Record);
            });
    }

    /// <summary>Trains to the end of the recipe, or until asked to stop; either way all is saved when it returns.</summary>
    /// <param name="listener">Hears of steps and epochs, after they are saved.</param>
    /// <param name="stop">Asks for an end after the step under way.</param>
    /// <returns>Whether the recipe is done.</returns>
    /// <exception cref="FailureException">A step is bad, and the recipe does not skip such; or the end could not be saved. The last good checkpoint is untouched.</exception>
    public bool Train(IRunListener listener, CancellationToken stop = default)
    {
        _saver.Listener = listener;
        bool done;
        try
        {
            done = _trainer.Run(Score, _saver, stop);
        }
        catch (FailureException e)
        {
            throw new FailureException($"{e.Message}; {_saver.LastGood()}", e);
        }

        _saver.Finish();
        return done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer.Dispose();
        _evaluator.Dispose();
        _saver.Dispose();
    }

    /// <summary>Takes a folder and makes a run of it; if that fails, neither folder nor threads are held any longer.</summary>
    private static TrainingRun Hold(RunFolder folder, Func<RunLock, TrainingRun> make, Action<TrainingRun> prepare)
    {
        RunLock held = RunLock.Take(folder);
        TrainingRun? run = null;
        try
        {
            run = make(held);
            prepare(run);
            return run;
        }
        catch
        {
            run?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static void CheckFree(RunFolder folder)
    {
        if (folder.HasRun) throw new InputException($"{folder.Path}: a run has begun here; --resume goes on with it, or give another --out");
        if (File.Exists(folder.Weights)) throw new InputException($"{folder.Path}: a model is here, which the run would write over; give another --out");
    }

    /// <summary>Finds now what scoring would refuse after a whole epoch.</summary>
    private static void CheckScores(TrainingRecipe recipe, SpriteDataset data)
    {
        _ = SequenceViews.PromptLength(data.Area, recipe.PromptFraction);
        bool hasDev = data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && dev.Any(s => s.IsComplete);
        if (recipe.BestMetric == BestEpoch.DevLoss && !hasDev) throw new InputException("keep_best is dev_loss, but the dev split has no whole sprites; use keep_best loss");
    }

    private DevScores? Score() =>
        Data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && _evaluator.Evaluate(SpriteDataset.Dev, dev, Record.Recipe.PromptFraction) is { } scores
            ? new DevScores(scores.Nll, scores.Accuracy)
            : null;
}
