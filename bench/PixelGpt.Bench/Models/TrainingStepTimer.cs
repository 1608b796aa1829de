using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Bench.Models;

/// <summary>Training steps of a model on random pixels, timed one by one.</summary>
internal sealed class TrainingStepTimer : IDisposable
{
    private readonly Trainer _trainer;

    /// <summary>Makes a model and what a step of the default recipe needs.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="kernels">What computes.</param>
    /// <param name="pixels">Pixels a sequence.</param>
    /// <param name="batch">Sequences a step.</param>
    /// <param name="threads">Threads.</param>
    public TrainingStepTimer(TransformerDescription shape, IKernels kernels, int pixels, int batch, int threads)
    {
        var model = new Transformer(shape, kernels);
        model.Parameters.Initialize(seed: 1);
        model.Pack();
        var random = new PhiloxRandom(2);
        Sprite[] sprites = [.. Enumerable.Range(0, batch).Select(_ => new Sprite(pixels, 1, Row(random, pixels, shape.VocabularySize)))];
        _trainer = new Trainer(model, sprites, new TrainingRecipe { BatchSize = batch, Epochs = int.MaxValue }, threads);
    }

    /// <summary>Trains a number of steps.</summary>
    /// <returns>The seconds of each.</returns>
    public double[] Run(int steps)
    {
        using var times = new StepTimes(steps);
        _trainer.Run(() => null, times, times.Stop);
        return [.. times.Seconds];
    }

    public void Dispose() => _trainer.Dispose();

    private static int[] Row(PhiloxRandom random, int pixels, int colors)
    {
        int[] row = new int[pixels];
        foreach (ref int pixel in row.AsSpan()) pixel = random.NextInt32(colors);
        return row;
    }

    /// <summary>An epoch is one step, whose seconds its metrics tell.</summary>
    private sealed class StepTimes(int steps) : ITrainingListener, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public List<double> Seconds { get; } = [];

        public CancellationToken Stop => _stop.Token;

        public void Dispose() => _stop.Dispose();

        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            Seconds.Add(metrics.TrainSeconds);
            if (Seconds.Count == steps) _stop.Cancel();
        }
    }
}
