using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Training.Augmentation;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Training;

/// <summary>
/// Trains a model according to a recipe: shuffles the sprites, trains one step per batch and scores the model after each
/// epoch. If the recipe averages the weights, the model has the averages while it is scored and while
/// <see cref="ITrainingListener.EpochDone"/> runs, and the trained weights at all other times. Training can stop after any step; after it is resumed, the result is bit-identical to an uninterrupted run.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const string Advice = "use a lower learning rate, or clip the gradient to a norm of 1";
    private const ulong ShuffleTag = 0x73687566666C6500;

    private readonly TrainingPicture[] _sequences;
    private readonly TrainingPicture[] _batch;
    private readonly PictureAugmentation _augmentation;
    private readonly Teacher? _teacher;
    private readonly IProcessGroup _group;
    private readonly ITrainingEngine _engine;
    private readonly bool _hasOwnLoss;

    /// <summary>Creates a trainer for a model whose parameters are initialised or loaded.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="sprites">Complete sprites to train on.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="threads">Number of threads to use; it does not change the result.</param>
    /// <exception cref="InputException">There are no sprites, a sprite is partial, or the recipe is invalid.</exception>
    public Trainer(Transformer model, IReadOnlyList<Sprite> sprites, TrainingRecipe recipe, int threads)
        : this(model, sprites, recipe, threads, teacher: null, extensions: null)
    {
    }

    /// <summary>Creates a trainer with a loss or augmentations of a program.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="sprites">Complete sprites to train on.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="threads">Number of threads to use; it does not change the result.</param>
    /// <param name="extensions">The parts that the program supplies.</param>
    /// <exception cref="InputException">There are no sprites, a sprite is partial, the recipe is invalid, or the parts do not fit the model.</exception>
    public Trainer(Transformer model, IReadOnlyList<Sprite> sprites, TrainingRecipe recipe, int threads, TrainingExtensions extensions)
        : this(model, sprites, recipe, threads, teacher: null, extensions)
    {
    }

    /// <summary>Creates a trainer that computes on a device.</summary>
    /// <param name="model">Model to train. While <see cref="Run"/> trains, it has the current weights only at the end of each epoch.</param>
    /// <param name="sprites">Complete sprites to train on.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="device">The device; null for the processor. The caller disposes of it after the trainer.</param>
    /// <param name="threads">Number of threads of the processor.</param>
    /// <param name="extensions">The parts that the program supplies; null for none. A loss is supported on the processor only.</param>
    /// <exception cref="InputException">There are no sprites, a sprite is partial, the recipe is invalid, the parts do not fit the model, or the device cannot train it.</exception>
    public Trainer(Transformer model, IReadOnlyList<Sprite> sprites, TrainingRecipe recipe, ComputeDevice? device, int threads, TrainingExtensions? extensions)
        : this(model, sprites, recipe, threads, teacher: null, extensions, group: null, device)
    {
    }

    /// <summary>Creates a trainer that can distill a teacher into the model.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="sprites">Complete sprites to train on.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="threads">Number of threads to use; it does not change the result.</param>
    /// <param name="teacher">The teacher; null for none.</param>
    /// <param name="extensions">The parts that a program supplies; null for none.</param>
    /// <param name="group">The processes that train together; null for this process only. All have the same model, sprites, recipe, teacher and extensions.</param>
    /// <param name="device">The device to compute on; null for the processor.</param>
    /// <exception cref="InputException">There are no sprites, a sprite is partial, the recipe is invalid, the teacher does not fit, or the device cannot train the model.</exception>
    internal Trainer(Transformer model, IReadOnlyList<Sprite> sprites, TrainingRecipe recipe, int threads, Teacher? teacher, TrainingExtensions? extensions = null, IProcessGroup? group = null, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate();
        if (sprites.Count == 0) throw new InputException("the train split is empty; training needs at least one sprite");
        foreach (Sprite sprite in sprites) _ = SequenceViews.Train(sprite);
        Model = model;
        Recipe = recipe;
        recipe.CheckSupported(model.Description);
        teacher?.CheckFits(model.Description, recipe, sprites);
        extensions?.CheckFits(model.Description, teacher);
        if (device is not null) CheckDevice(teacher, extensions, group);
        _teacher = teacher;
        _hasOwnLoss = extensions?.Loss is not null;
        _sequences = [.. sprites.Select(s => new TrainingPicture(s.Memory, PictureContext.Of(s)))];
        _batch = new TrainingPicture[Math.Min(recipe.BatchSize, _sequences.Length)];
        _augmentation = new PictureAugmentation(recipe, _batch.Length, new ProgramAugmentations(extensions?.Augmentations ?? [], recipe.Seed, model.Description, _batch.Length));
        _group = group ?? OneProcess.Instance;
        Optimizer = new OptimizerState(model, recipe);
        var size = new BatchShape(_batch.Length, _sequences.Max(s => s.Pixels.Length));
        _engine = device?.CreateTraining(model, recipe, Optimizer, size) ?? new ProcessorTraining(model, recipe, Optimizer, size, threads, teacher, extensions?.Loss, group);
    }

    /// <summary>The model that is trained.</summary>
    public Transformer Model { get; }

    /// <summary>The hyperparameters.</summary>
    public TrainingRecipe Recipe { get; }

    /// <summary>The progress of training.</summary>
    public TrainingState State { get; internal set; }

    /// <summary>The number of steps per epoch. The last batch of an epoch may be smaller than the others.</summary>
    public int BatchesPerEpoch => (_sequences.Length + Recipe.BatchSize - 1) / Recipe.BatchSize;

    /// <summary>Whether training has stopped before the last epoch, because the best metric has not improved for the number of epochs that the recipe's patience allows.</summary>
    public bool HasStoppedEarly => Recipe.StopsEarly(State.Epoch, State.BestEpoch);

    /// <summary>The state of the optimizer. On a device other than the processor it is current outside of <see cref="Run"/>, at the end of each epoch and after <see cref="Download"/>.</summary>
    internal OptimizerState Optimizer { get; }

    /// <summary>The exchange of gradients between processes; null for one process.</summary>
    internal GradientExchange? Exchange => _engine.Exchange;

    /// <summary>Trains until all epochs of the recipe are completed, training stops early, or cancellation is requested. Can be called again to resume.</summary>
    /// <param name="score">Scores the model on the dev split after each epoch; returns null if the split has no complete sprites.</param>
    /// <param name="listener">Receives the events of training.</param>
    /// <param name="stop">Cancellation token; checked once per step. In a group, a request in one process stops all after the same step.</param>
    /// <returns>True if all epochs are completed or training has stopped early; false if training was cancelled.</returns>
    /// <exception cref="FailureException">A step was bad and the recipe does not skip bad steps, all steps of an epoch were bad, or the dev loss is not finite.</exception>
    /// <exception cref="InputException">The best metric is the dev loss, but the dev split has no complete sprites.</exception>
    public bool Run(Func<DevScores?> score, ITrainingListener listener, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(listener);
        _engine.Upload();
        try
        {
            while (State.Epoch < Recipe.Epochs && !HasStoppedEarly)
            {
                if (!RunEpoch(listener, stop)) return false;
                EndEpoch(score, listener);
            }

            return true;
        }
        finally
        {
            // A stopped or failed epoch leaves the colours of its last step, and a device has its weights.
            Model.ChangeColors(ColorChange.None);
            _engine.Download();
        }
    }

    /// <summary>Copies the current weights to the model, and the current moments and averages to <see cref="Optimizer"/>, if a device has them.</summary>
    internal void Download() => _engine.Download();

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>Checks that nothing is asked for that only the processor can compute.</summary>
    private static void CheckDevice(Teacher? teacher, TrainingExtensions? extensions, IProcessGroup? group)
    {
        const string Cure = "is computed on the processor only; use the device cpu";
        if (teacher is not null) throw new InputException($"distillation {Cure}");
        if (extensions?.Loss is { } loss) throw new InputException($"the loss {loss.Name} of a program {Cure}");
        if (group is { Size: > 1 }) throw new InputException($"training by several processes {Cure}");
    }

    /// <summary>Trains the remaining steps of an epoch.</summary>
    /// <returns>False if training was cancelled.</returns>
    private bool RunEpoch(ITrainingListener listener, CancellationToken stop)
    {
        int[] order = Order(State.Epoch);
        long labels = CountLabels(order.AsSpan(0, Math.Min(State.BatchInEpoch * Recipe.BatchSize, order.Length)));
        while (State.BatchInEpoch < BatchesPerEpoch)
        {
            if (_group.Any(stop.IsCancellationRequested)) return false;
            int first = State.BatchInEpoch * Recipe.BatchSize;
            ReadOnlySpan<int> batch = order.AsSpan(first, Math.Min(Recipe.BatchSize, order.Length - first));
            Step(batch, listener);
            labels += CountLabels(batch);
            listener.StepDone(new StepReport(State.Epoch + 1, State.BatchInEpoch, BatchesPerEpoch, MeanLoss(State.BatchInEpoch), labels / State.TrainSeconds));
        }

        return true;
    }

    private long CountLabels(ReadOnlySpan<int> sequences)
    {
        long labels = 0;
        foreach (int sequence in sequences) labels += _sequences[sequence].Pixels.Length - 1;
        return labels;
    }

    /// <summary>Returns the mean loss of the first batches of the epoch without skipped ones; NaN if all were skipped.</summary>
    private double MeanLoss(int batches) => State.LossSum / (batches - State.SkippedInEpoch);

    private double LearningRate(long step) => LearningRateSchedule.At(Recipe, step, (long)BatchesPerEpoch * Recipe.Epochs);

    /// <summary>Returns the shuffled order of the sequences in an epoch.</summary>
    private int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _sequences.Length)];
        new PhiloxRandom(Recipe.Seed, ShuffleTag + (uint)epoch).Shuffle<int>(order);
        return order;
    }

    private void Step(ReadOnlySpan<int> batch, ITrainingListener listener)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batch.Length; i++) _batch[i] = _augmentation.Change(_sequences[batch[i]], State.Step, i);
        ColorChange colors = _augmentation.ChangeColors(State.Step);
        Model.ChangeColors(colors);
        _teacher?.ChangeColors(colors);
        if (Recipe.Recolor) _engine.UpdateColors();
        double loss = _engine.Compute(_batch.AsMemory(0, batch.Length), State.Step);
        bool isBad = BadStep.IsBad(loss, _hasOwnLoss ? double.PositiveInfinity : BadStep.LossLimit(Model), _engine.GradientNorm);
        if (isBad) Skip(loss, batch.ToArray(), listener);
        else _engine.Update(State.Step - State.SkippedSteps, LearningRate(State.Step));
        State = State with
        {
            Step = State.Step + 1,
            BatchInEpoch = State.BatchInEpoch + 1,
            SkippedSteps = State.SkippedSteps + (isBad ? 1 : 0),
            SkippedInEpoch = State.SkippedInEpoch + (isBad ? 1 : 0),
            LossSum = State.LossSum + (isBad ? 0 : loss),
            GradNormSum = (State.BatchInEpoch == 0 ? 0 : State.GradNormSum) + (isBad ? 0 : _engine.GradientNorm),
            TrainSeconds = State.TrainSeconds + Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>Reports a bad step to the listener. Throws if the recipe does not skip bad steps or if all steps of the epoch were bad.</summary>
    private void Skip(double loss, int[] sprites, ITrainingListener listener)
    {
        (string parameter, float gradient) = BadStep.LargestGradient(Model.Parameters, _engine.Gradient().Span);
        var bad = new BadStep(State.Step + 1, State.Epoch + 1, State.BatchInEpoch + 1, sprites, loss, parameter, gradient);
        if (!Recipe.SkipBadSteps) throw new DivergenceException($"{bad}; {Advice}");
        if (State.SkippedInEpoch + 1 == BatchesPerEpoch) throw new DivergenceException($"{bad}; all other steps of the epoch were bad too; {Advice}");
        listener.StepSkipped(bad);
    }

    private void EndEpoch(Func<DevScores?> score, ITrainingListener listener)
    {
        Model.ChangeColors(ColorChange.None);
        _engine.Download();
        SwapAverage();
        try
        {
            ScoreEpoch(score, listener);
        }
        finally
        {
            SwapAverage();
        }
    }

    /// <summary>Exchanges trained weights and averages in the model, if the recipe averages weights.</summary>
    private void SwapAverage()
    {
        if (Optimizer.Average is null) return;
        Optimizer.Average.Swap();
        Model.Pack();
    }

    private void ScoreEpoch(Func<DevScores?> score, ITrainingListener listener)
    {
        long start = Stopwatch.GetTimestamp();
        DevScores? dev = score();
        if (dev is { } scores && !double.IsFinite(scores.Loss))
            throw new DivergenceException(FormattableString.Invariant($"the dev loss is {scores.Loss} after epoch {State.Epoch + 1} (step {State.Step}); {Advice}"));
        var metrics = new EpochMetrics
        {
            Epoch = State.Epoch + 1,
            Loss = MeanLoss(BatchesPerEpoch),
            SkippedSteps = State.SkippedInEpoch,
            DevLoss = dev?.Loss,
            Accuracy = dev?.Accuracy,
            TrainSeconds = State.TrainSeconds,
            EvalSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            TokensPerSecond = _sequences.Sum(s => s.Pixels.Length - 1.0) / State.TrainSeconds,
            LearningRate = LearningRate(State.Step - 1),
            GradNorm = State.GradNormSum / (BatchesPerEpoch - State.SkippedInEpoch),
        };
        double value = Recipe.BestMetric == SelectionMetric.DevLoss
            ? metrics.DevLoss ?? throw new InputException("best_metric must be the training loss, because the dev split has no complete sprites")
            : metrics.Loss;
        bool isBest = State.BestValue is not { } best || value < best;
        State = new TrainingState
        {
            Epoch = State.Epoch + 1,
            Step = State.Step,
            SkippedSteps = State.SkippedSteps,
            BestEpoch = isBest ? metrics.Epoch : State.BestEpoch,
            BestValue = isBest ? value : State.BestValue,
        };
        listener.EpochDone(metrics, isBest);
    }
}
