using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Runs.TensorBoard;
using PixelGpt.Training;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Runs;

/// <summary>
/// A training run. It locks its run folder and is saved after every epoch, every few minutes and when it is stopped, so
/// that it can be resumed with bit-identical results.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly Trainer _trainer;
    private readonly SplitEvaluator _evaluator;
    private readonly RunContext _context;
    private readonly RunSaver _saver;
    private readonly int _threads;

    private TrainingRun(RunContext context, RunLock runLock, int threads)
    {
        _context = context;
        _trainer = new Trainer(context.Model.Transformer, context.Data[SpriteDataset.Train], context.Record.Recipe, threads, context.Teacher, context.Extensions, context.Group, context.Device);
        _evaluator = new SplitEvaluator(context.Model, threads, context.Group, context.Device);
        _saver = new RunSaver(context, runLock, _trainer);
        _threads = threads;
    }

    /// <summary>The run folder.</summary>
    public RunFolder Folder => _context.Folder;

    /// <summary>The recipe, data set and versions.</summary>
    public TrainingRecord Record => _context.Record;

    /// <summary>The model in training.</summary>
    public PixelModel Model => _context.Model;

    /// <summary>The data set.</summary>
    public SpriteDataset Data => _context.Data;

    /// <summary>The training state: epoch, step and best epoch.</summary>
    public TrainingState State => _trainer.State;

    /// <summary>Whether training has stopped before the last epoch because the best metric did not improve any more.</summary>
    public bool HasStoppedEarly => _trainer.HasStoppedEarly;

    /// <summary>The number of steps per epoch.</summary>
    public int BatchesPerEpoch => _trainer.BatchesPerEpoch;

    /// <summary>The exchange of gradients between processes; null for one process.</summary>
    internal GradientExchange? Exchange => _trainer.Exchange;

    /// <summary>The metrics of the finished epochs.</summary>
    public IReadOnlyList<EpochMetrics> Epochs => _context.Metrics.Epochs;

    /// <summary>When to save within an epoch and how to retry failed saves.</summary>
    public SavePolicy SavePolicy
    {
        get => _saver.Policy;
        set => _saver.Policy = value;
    }

    /// <summary>
    /// The model's default sampling, chosen at the end of training; null before that, if the model's family is decoded greedily, or
    /// if it was already chosen for these weights.
    /// </summary>
    public RunSampling? Sampling { get; private set; }

    /// <summary>Whether the model's card, <c>README.md</c>, has the figures of the last call of <see cref="Train"/>; false if the user has edited it, null before that.</summary>
    public bool? IsCardCurrent { get; private set; }

    /// <summary>What is wrong with the newest checkpoint, if the run was resumed from the previous one; otherwise null.</summary>
    public string? CheckpointDamage { get; private set; }

    /// <summary>Creates a run: initializes the weights and writes <c>config.json</c>, <c>colormap.txt</c> and <c>training.json</c>.</summary>
    /// <param name="folder">The run folder; it must not have a run or a model.</param>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="reference">The options that name the data set.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="teacher">The teacher to distill; null for none.</param>
    /// <param name="extensions">The loss and the augmentations that the program supplies; null for none.</param>
    /// <param name="group">The processes that train together, of which this one is the root; the others call <see cref="TrainingWorker.Train"/>. Null for this process only.</param>
    /// <param name="device">The device that trains the model and scores the dev split; null for the processor. The caller disposes of it after the run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">The folder has a run or a model, or model, data set, recipe, teacher and device do not fit together.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static TrainingRun Create(RunFolder folder, ModelConfig config, DataReference reference, SpriteDataset data, TrainingRecipe recipe, int threads, TeacherReference? teacher = null, TrainingExtensions? extensions = null, IProcessGroup? group = null, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        CheckNew(folder, data, recipe);
        config.CheckFits(data, folder.Config);
        Transformer transformer = config.Build(palette: data.Palette);
        transformer.Parameters.Initialize(recipe.Seed);
        transformer.Pack();
        TrainingRecord record = NewRecord(reference, data, recipe, threads, transformer) with { Teacher = teacher, Extensions = ExtensionNames.Of(extensions), Device = device?.Id };
        return Start(folder, record, new PixelModel(config, transformer, data.Palette), data, teacher?.Load(data), extensions, group, device);
    }

    /// <summary>Creates a run that starts from the weights of another model (fine-tuning). The new model has the configuration of the other one and the palette of the data set.</summary>
    /// <param name="folder">The run folder; it must not have a run or a model.</param>
    /// <param name="baseModel">The model to start from.</param>
    /// <param name="reference">The options that name the data set.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The recipe, such as <see cref="PresetRecipe.FineTuning"/>.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="extensions">The loss and the augmentations that the program supplies; null for none.</param>
    /// <param name="group">The processes that train together, of which this one is the root; the others call <see cref="TrainingWorker.Train"/>. Null for this process only.</param>
    /// <param name="device">The device that trains the model and scores the dev split; null for the processor. The caller disposes of it after the run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">The folder has a run or a model, or base model, data set and recipe do not fit together.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static TrainingRun FineTune(RunFolder folder, BaseModelReference baseModel, DataReference reference, SpriteDataset data, TrainingRecipe recipe, int threads, TrainingExtensions? extensions = null, IProcessGroup? group = null, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(baseModel);
        CheckNew(folder, data, recipe);
        PixelModel model = baseModel.LoadFor(data);
        TrainingRecord record = NewRecord(reference, data, recipe, threads, model.Transformer) with { BaseModel = baseModel, Extensions = ExtensionNames.Of(extensions), Device = device?.Id };
        return Start(folder, record, model, data, teacher: null, extensions, group, device);
    }

    /// <summary>Resumes a run from its last checkpoint. The result is bit-identical to an uninterrupted run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="reference">The options that name the data set now; they replace those in <c>training.json</c>.</param>
    /// <param name="data">The data set; it must have the checksum of the run's data set.</param>
    /// <param name="epochs">The new number of epochs; null for the recipe's.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="extensions">The loss and the augmentations that the program supplied when the run started; null for none.</param>
    /// <param name="group">The processes that train together, of which this one is the root; the others call <see cref="TrainingWorker.Train"/>. Null for this process only.</param>
    /// <param name="device">The device that trains the model and scores the dev split; null for the processor. The caller disposes of it after the run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">The folder has no run, its files are damaged, the data set, the teacher, the loss or the augmentations are others, the number of epochs is invalid, or epochs are added to a run that has stopped early.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static TrainingRun Resume(RunFolder folder, DataReference reference, SpriteDataset data, int? epochs, int threads, TrainingExtensions? extensions = null, IProcessGroup? group = null, ComputeDevice? device = null) =>
        ResumeWith(folder, reference, data, new RecipeChanges(epochs), threads, extensions, group, device);

    /// <summary>Resumes a run from its last checkpoint with changed values of its recipe; without changes, the result is bit-identical to an uninterrupted run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="reference">The options that name the data set now; they replace those in <c>training.json</c>.</param>
    /// <param name="data">The data set; it must have the checksum of the run's data set.</param>
    /// <param name="changes">The values that change. <see cref="TrainingRecord.Earlier"/> keeps those that they replace.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="extensions">The loss and the augmentations that the program supplied when the run started; null for none.</param>
    /// <param name="group">The processes that train together, of which this one is the root; the others call <see cref="TrainingWorker.Train"/>. Null for this process only.</param>
    /// <param name="device">The device that trains the model and scores the dev split; null for the processor. The caller disposes of it after the run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">As for <see cref="Resume"/>, or a value is invalid.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    internal static TrainingRun ResumeWith(RunFolder folder, DataReference reference, SpriteDataset data, RecipeChanges changes, int threads, TrainingExtensions? extensions = null, IProcessGroup? group = null, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(data);
        var record = TrainingRecord.Load(folder.Record);
        if (data.Checksum() != record.Dataset.Checksum)
            throw new InputException($"{folder.Record}: the run was trained on other data (checksum {record.Dataset.Checksum[..12]}…; {data.Name} now has {data.Checksum()[..12]}…)");
        ExtensionNames.CheckSame(record.Extensions, ExtensionNames.Of(extensions), folder.Record);
        TrainingRecord next = record with { Data = reference, Recipe = changes.Apply(record.Recipe), Device = device?.Id };

        var config = ModelConfig.Load(folder.Config);
        Teacher? teacher = InputException.Within(folder.Record, () => record.Teacher?.Load(data));
        return Lock(
            folder,
            runLock => new TrainingRun(new RunContext(folder, next, new PixelModel(config, config.Build(palette: data.Palette), data.Palette), data, MetricsLog.Load(folder.Metrics), teacher, extensions, group, device), runLock, threads),
            run =>
            {
                run.CheckpointDamage = run._saver.Restore();
                if (run.State.Epoch > next.Recipe.Epochs) throw new InputException($"epochs must be at least {run.State.Epoch}, the number of finished epochs (got {next.Recipe.Epochs})");
                if (next.Recipe.Epochs > record.Recipe.Epochs && run.HasStoppedEarly)
                    throw new InputException($"the run stopped early after epoch {run.State.Epoch} (patience {next.Recipe.Patience}), so epochs cannot be added; start a new run with a larger patience");
                run._context.Metrics.CheckComplete(run.State.Epoch);
                EarlierValues earlier = EarlierValues.Of(record.Recipe, run.State.Step);
                if (earlier.UntilStep > 0 && earlier != EarlierValues.Of(next.Recipe, run.State.Step))
                {
                    next = next with { Earlier = [.. record.Earlier ?? [], earlier] };
                    run._context.Record = next;
                }

                // Files are changed only after all checks have passed.
                run._saver.CleanUp(run.CheckpointDamage is not null);
                if (next != record) next.Save(folder.Record);
            });
    }

    /// <summary>Makes the run write events for TensorBoard after each epoch, now and when it is resumed. Epochs that are already finished are added.</summary>
    /// <param name="directory">The folder for the events of this run and others; those of this run are in a subfolder with the name of the run folder.</param>
    /// <exception cref="InputException">The folder has the events of another run with this name.</exception>
    /// <exception cref="FailureException"><c>training.json</c> could not be written.</exception>
    public void LogToTensorBoard(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        string full = Path.GetFullPath(directory);
        if (full == Record.TensorBoard) return;
        TensorBoardFolder.CheckFree(full, Folder);
        _context.Record = Record with { TensorBoard = full };
        Record.Save(Folder.Record);
    }

    /// <summary>
    /// Trains until all epochs are done, training stops early, or a stop is requested, and saves the run. When training is
    /// complete, chooses the model's default sampling if its family has one. Writes the model's card unless the user has edited it.
    /// </summary>
    /// <param name="listener">Receives steps and epochs, after they are saved.</param>
    /// <param name="stop">Stops the run after the current step.</param>
    /// <returns>Whether training is complete: all epochs are done, or training has stopped early.</returns>
    /// <exception cref="FailureException">A bad step occurred and the recipe does not skip bad steps, or the run could not be saved. The last checkpoint is not changed.</exception>
    public bool Train(IRunListener listener, CancellationToken stop = default)
    {
        using TensorBoardLog? log = Record.TensorBoard is { } directory ? new TensorBoardLog(this, directory, _threads, listener) : null;
        _saver.Listener = log ?? listener;
        bool done;
        try
        {
            if (_context.Group is { Size: > 1 } group) SharedStart.Send(group, _context, _trainer);
            done = _trainer.Run(EvaluateDev, _saver, stop);
        }
        catch (FailureException e)
        {
            throw new FailureException($"{e.Message}; {(e is DivergenceException ? _saver.DescribeWayOut() : _saver.DescribeLastCheckpoint())}", e);
        }

        _saver.Finish();
        if (done) ChooseSampling(stop);
        if (State.BestEpoch > 0) IsCardCurrent = ModelCard.Write(Folder);
        return done;
    }

    private void ChooseSampling(CancellationToken stop)
    {
        try
        {
            Sampling = RunSampling.AfterTraining(_context, _threads, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is complete and saved. Its sampling is chosen when it is resumed or calibrated.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer.Dispose();
        _evaluator.Dispose();
        _saver.Dispose();
    }

    private static void CheckNew(RunFolder folder, SpriteDataset data, TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        CheckFree(folder);
        recipe.Validate();
        CheckEvaluable(recipe, data);
    }

    private static TrainingRecord NewRecord(DataReference reference, SpriteDataset data, TrainingRecipe recipe, int threads, Transformer transformer) => new()
    {
        Recipe = recipe,
        Data = reference,
        Dataset = DataDescription.Of(data),
        FrequencyNll = ColorFrequencies.Nll(data),
        Seed = recipe.Seed,
        Threads = threads,
        Parameters = transformer.Parameters.Count,
        Versions = RunVersions.Current,
    };

    private static TrainingRun Start(RunFolder folder, TrainingRecord record, PixelModel model, SpriteDataset data, Teacher? teacher, TrainingExtensions? extensions, IProcessGroup? group, ComputeDevice? device) => Lock(
        folder,
        runLock =>
        {
            CheckFree(folder);
            return new TrainingRun(new RunContext(folder, record, model, data, MetricsLog.Create(folder.Metrics), teacher, extensions, group, device), runLock, record.Threads);
        },
        run =>
        {
            run._saver.SaveConstantFiles();
            if (record.BaseModel is not null) run._saver.SaveStart();
        });

    /// <summary>Locks a folder and creates the run object; if that fails, releases lock and threads.</summary>
    private static TrainingRun Lock(RunFolder folder, Func<RunLock, TrainingRun> create, Action<TrainingRun> prepare)
    {
        RunLock runLock = RunLock.Acquire(folder);
        TrainingRun? run = null;
        try
        {
            run = create(runLock);
            prepare(run);
            return run;
        }
        catch
        {
            run?.Dispose();
            runLock.Dispose();
            throw;
        }
    }

    private static void CheckFree(RunFolder folder)
    {
        if (folder.HasRun) throw new InputException($"{folder.Path}: the folder already has a run; resume it with --resume or give another --out");
        if (File.Exists(folder.Weights)) throw new InputException($"{folder.Path}: the folder already has a model, which the run would overwrite; give another --out");
        if (EnsembleFolder.Exists(folder.Path)) throw new InputException($"{folder.Path}: the folder already has an ensemble; give another --out");
    }

    /// <summary>Checks what the evaluation at the end of the first epoch needs, so that errors are found before training.</summary>
    private static void CheckEvaluable(TrainingRecipe recipe, SpriteDataset data)
    {
        foreach (int area in data.Splits.SelectMany(s => s.Value, (_, s) => s.Width * s.Height).Distinct()) _ = SequenceViews.PromptLength(area, recipe.PromptFraction);
        if (recipe.BestMetric == SelectionMetric.DevLoss && !DefaultRecipe.HasDevSprites(data)) throw new InputException("best_metric must be the training loss, because the dev split has no complete sprites");
    }

    private DevScores? EvaluateDev() => EvaluateDev(Data, _evaluator, Record.Recipe);

    /// <summary>Scores a model on the dev split.</summary>
    /// <returns>The scores; null if the split has no complete sprites.</returns>
    internal static DevScores? EvaluateDev(SpriteDataset data, SplitEvaluator evaluator, TrainingRecipe recipe) =>
        data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && evaluator.Evaluate(SpriteDataset.Dev, dev, recipe.PromptFraction) is { } scores
            ? new DevScores(scores.Nll, scores.Accuracy)
            : null;
}
