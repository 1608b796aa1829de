using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Judging.Measures;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Judging;

/// <summary>
/// Teaches a network to tell real sprites from others: each epoch shows every real sprite once and as many negatives,
/// the kinds by turns, all of them mirrored and shifted at random. The weights of the epoch of the lowest dev loss are
/// kept.
/// </summary>
internal sealed class JudgeTrainer
{
    private const ulong ShuffleTag = 0x6A73687500000000;
    private const ulong ExampleTag = 0x6A75000000000000;

    private readonly JudgeNetwork _network;
    private readonly PictureSet _train;
    private readonly PictureSet _dev;
    private readonly JudgeRecipe _recipe;
    private readonly TrainingRecipe _steps;
    private readonly BatchGradient _gradient;
    private readonly AdamWOptimizer _optimizer;
    private readonly PictureScorer _scorer;
    private readonly ReadOnlyMemory<int>[] _batch;
    private readonly int[][] _examples;

    public JudgeTrainer(JudgeNetwork network, PictureSet train, PictureSet dev, JudgeRecipe recipe, WorkerPool pool)
    {
        _network = network;
        _train = train;
        _dev = dev;
        _recipe = recipe;
        _steps = new TrainingRecipe
        {
            BatchSize = Math.Min(recipe.BatchSize, ExamplesPerEpoch),
            LearningRate = recipe.LearningRate,
            WeightDecay = recipe.WeightDecay,
            LrSchedulerType = LearningRateScheduleType.Cosine,
            WarmupSteps = BatchesPerEpoch * recipe.Epochs / 10,
            MaxGradNorm = 1,
        };
        int length = train.Real[0].Pixels.Length + 1;
        _batch = new ReadOnlyMemory<int>[_steps.BatchSize];
        _examples = [.. _batch.Select(_ => new int[length])];
        _gradient = new BatchGradient(network.Transformer, network, pool, _batch.Length, length, recipe.Seed);
        _optimizer = new AdamWOptimizer(network.Transformer, _steps, pool);
        _scorer = new PictureScorer(network, pool);
    }

    private int ExamplesPerEpoch => 2 * _train.Real.Count;

    private int BatchesPerEpoch => (ExamplesPerEpoch + _recipe.BatchSize - 1) / _recipe.BatchSize;

    /// <summary>Trains to the end of the recipe, and leaves the network with the weights of the best epoch.</summary>
    /// <returns>Which epoch that was.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public int Run(JudgeProgress progress, CancellationToken stop)
    {
        float[] best = [];
        double bestLoss = double.PositiveInfinity;
        int bestEpoch = 0;
        for (int epoch = 0; epoch < _recipe.Epochs; epoch++)
        {
            double loss = TrainEpoch(epoch, progress, stop);
            SetLogits dev = _dev.Score(_scorer, stop);
            double devLoss = ScoredPicture.CrossEntropy(dev.Balanced());
            progress.Listener.EpochDone(new JudgeEpoch(epoch + 1, _recipe.Epochs, loss, devLoss, dev.MeanArea()));
            if (!(devLoss < bestLoss)) continue;
            (bestLoss, bestEpoch) = (devLoss, epoch + 1);
            best = _network.Transformer.Parameters.Values.ToArray();
        }

        best.CopyTo(_network.Transformer.Parameters.Values);
        _network.Transformer.Pack();
        return bestEpoch;
    }

    private double TrainEpoch(int epoch, JudgeProgress progress, CancellationToken stop)
    {
        int[] order = [.. Enumerable.Range(0, ExamplesPerEpoch)];
        new PhiloxRandom(_recipe.Seed, ShuffleTag + (uint)epoch).Shuffle<int>(order);
        double sum = 0;
        for (int first = 0, batch = 0; first < order.Length; first += _batch.Length, batch++)
        {
            stop.ThrowIfCancellationRequested();
            long began = Stopwatch.GetTimestamp(), step = ((long)epoch * BatchesPerEpoch) + batch;
            int count = Math.Min(_batch.Length, order.Length - first);
            for (int i = 0; i < count; i++) WriteExample(epoch, order[first + i], i);
            double loss = _gradient.Compute(_batch.AsMemory(0, count), step);
            if (!double.IsFinite(loss)) throw new FailureException($"the judge's loss became {loss} in epoch {epoch + 1}; try a lower learning rate");
            _optimizer.Step(_gradient, step, LearningRateSchedule.At(_steps, step, (long)BatchesPerEpoch * _recipe.Epochs));
            sum += loss * count;
            progress.Step(count, sum / (first + count), count / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return sum / order.Length;
    }

    /// <summary>Puts example <paramref name="index"/> of an epoch in its place of the batch: the first half are the real sprites.</summary>
    private void WriteExample(int epoch, int index, int place)
    {
        int reals = _train.Real.Count;
        bool isReal = index < reals;
        var random = new PhiloxRandom(_recipe.Seed, ExampleTag + ((ulong)(uint)epoch << 32) + (uint)index);
        Sprite sprite;
        if (isReal)
        {
            sprite = _train.Real[index];
        }
        else
        {
            IReadOnlyList<Sprite> kind = _train.Negatives[(index + epoch) % _train.Negatives.Count].Pictures;
            sprite = kind[random.NextInt32(kind.Count)];
        }

        int[] example = _examples[place];
        Augmentation.Apply(sprite, ref random, example);
        example[^1] = isReal ? 1 : 0;
        _batch[place] = example;
    }
}
