using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// Follows a recipe: shuffles, takes batches, steps, and at the end of each epoch has the model scored. It can stop
/// after any step and go on from there to the very same bits.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const ulong ShuffleTag = 0x73687566666C6500;

    private readonly ReadOnlyMemory<int>[] _sequences;
    private readonly ReadOnlyMemory<int>[] _batch;
    private readonly WorkerPool _pool;
    private readonly BatchGradient _gradient;
    private readonly int _labelsPerSequence;

    /// <summary>Makes a trainer for a model whose parameters are initialised or loaded.</summary>
    /// <param name="model">What to train.</param>
    /// <param name="sprites">What to train it on: whole sprites of one size.</param>
    /// <param name="recipe">How.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">There are no sprites, one is not whole, or the recipe is unsound.</exception>
    public Trainer(Transformer model, IReadOnlyList<Sprite> sprites, TrainingRecipe recipe, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate();
        if (sprites.Count == 0) throw new InputException("there are no sprites to train on: the train split is empty");
        foreach (Sprite sprite in sprites) _ = SequenceViews.Train(sprite);
        Model = model;
        Recipe = recipe;
        _sequences = [.. sprites.Select(s => s.Memory)];
        _batch = new ReadOnlyMemory<int>[Math.Min(recipe.BatchSize, _sequences.Length)];
        _labelsPerSequence = _sequences[0].Length - 1;
        _pool = new WorkerPool(threads);
        _gradient = new BatchGradient(model, _pool, _batch.Length, _sequences[0].Length, recipe.Seed);
        Optimizer = new AdamWOptimizer(model, recipe, _pool);
    }

    /// <summary>What is trained.</summary>
    public Transformer Model { get; }

    /// <summary>How.</summary>
    public TrainingRecipe Recipe { get; }

    /// <summary>How far it has come.</summary>
    public TrainingState State { get; internal set; }

    /// <summary>Steps an epoch: the last batch may be smaller.</summary>
    public int BatchesPerEpoch => (_sequences.Length + Recipe.BatchSize - 1) / Recipe.BatchSize;

    internal AdamWOptimizer Optimizer { get; }

    /// <summary>Trains until the recipe is done or <paramref name="stop"/> asks for an end, which comes after the step under way.</summary>
    /// <param name="score">Scores the model on the dev split after an epoch; gives null where it cannot be.</param>
    /// <param name="listener">Hears of steps and epochs.</param>
    /// <param name="stop">Asks for an early end.</param>
    /// <returns>Whether the recipe is done.</returns>
    public bool Run(Func<DevScores?> score, ITrainingListener listener, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(listener);
        while (State.Epoch < Recipe.Epochs)
        {
            int[] order = Order(State.Epoch);
            while (State.BatchInEpoch < BatchesPerEpoch)
            {
                if (stop.IsCancellationRequested) return false;
                Step(order, listener);
                listener.StepDone(new StepReport(
                    State.Epoch + 1, State.BatchInEpoch, BatchesPerEpoch, MeanLoss(State.BatchInEpoch), TokensDone / State.TrainSeconds));
            }

            EndEpoch(score, listener);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private double TokensDone => Math.Min((long)State.BatchInEpoch * Recipe.BatchSize, _sequences.Length) * (double)_labelsPerSequence;

    /// <summary>The mean loss of the first batches of the epoch, those skipped left out; NaN if all were.</summary>
    private double MeanLoss(int batches) => State.LossSum / (batches - State.SkippedInEpoch);

    private double LearningRate(long step) => LearningRateSchedule.At(Recipe, step, (long)BatchesPerEpoch * Recipe.Epochs);

    /// <summary>The order of the sequences in an epoch.</summary>
    private int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _sequences.Length)];
        new PhiloxRandom(Recipe.Seed, ShuffleTag + (uint)epoch).Shuffle<int>(order);
        return order;
    }

    private void Step(int[] order, ITrainingListener listener)
    {
        long began = Stopwatch.GetTimestamp();
        int first = State.BatchInEpoch * Recipe.BatchSize, last = Math.Min(first + Recipe.BatchSize, order.Length);
        for (int i = first; i < last; i++) _batch[i - first] = _sequences[order[i]];
        double loss = _gradient.Compute(_batch.AsMemory(0, last - first), State.Step);
        bool isBad = BadStep.Is(loss, _gradient, Model);
        if (isBad) Skip(loss, order[first..last], listener);
        else Optimizer.Step(_gradient, State.Step - State.SkippedSteps, LearningRate(State.Step));
        State = State with
        {
            Step = State.Step + 1,
            BatchInEpoch = State.BatchInEpoch + 1,
            SkippedSteps = State.SkippedSteps + (isBad ? 1 : 0),
            SkippedInEpoch = State.SkippedInEpoch + (isBad ? 1 : 0),
            LossSum = State.LossSum + (isBad ? 0 : loss),
            TrainSeconds = State.TrainSeconds + Stopwatch.GetElapsedTime(began).TotalSeconds,
        };
    }

    /// <summary>Tells of a bad step, or ends training with it: where the recipe wants that, or every step of an epoch was bad.</summary>
    private void Skip(double loss, int[] sprites, ITrainingListener listener)
    {
        (string parameter, float gradient) = BadStep.Largest(Model.Parameters, _gradient.Value.Span);
        var bad = new BadStep(State.Step + 1, State.Epoch + 1, State.BatchInEpoch + 1, sprites, loss, parameter, gradient);
        if (!Recipe.SkipBadSteps) throw new FailureException($"{bad}; try a lower learning rate, or max_grad_norm 1");
        if (State.SkippedInEpoch + 1 == BatchesPerEpoch) throw new FailureException($"{bad}, and so was every other step of the epoch; try a lower learning rate, or max_grad_norm 1");
        listener.StepSkipped(bad);
    }

    private void EndEpoch(Func<DevScores?> score, ITrainingListener listener)
    {
        long began = Stopwatch.GetTimestamp();
        DevScores? dev = score();
        if (dev is { } scores && !double.IsFinite(scores.Loss))
            throw new FailureException($"the dev loss is {scores.Loss} after epoch {State.Epoch + 1} (step {State.Step}): the weights have run away; try a lower learning rate, or max_grad_norm 1");
        var metrics = new EpochMetrics
        {
            Epoch = State.Epoch + 1,
            Loss = MeanLoss(BatchesPerEpoch),
            SkippedSteps = State.SkippedInEpoch,
            DevLoss = dev?.Loss,
            Accuracy = dev?.Accuracy,
            TrainSeconds = State.TrainSeconds,
            EvalSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            TokensPerSecond = TokensDone / State.TrainSeconds,
            LearningRate = LearningRate(State.Step - 1),
        };
        double value = Recipe.BestMetric == SelectionMetric.DevLoss
            ? metrics.DevLoss ?? throw new InputException("best_metric is dev_loss, but the dev split has no complete sprites; use best_metric loss")
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
