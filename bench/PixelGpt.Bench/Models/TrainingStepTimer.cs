using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Bench.Models;

/// <summary>Times the training steps of a model on random pixels.</summary>
internal sealed class TrainingStepTimer : IDisposable
{
    private readonly Trainer _trainer;

    /// <summary>Creates a model with random weights and a trainer with the default recipe.</summary>
    /// <param name="shape">Architecture of the model.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="pixels">Number of pixels per sequence.</param>
    /// <param name="batch">Number of sequences per step.</param>
    /// <param name="threads">Number of threads to use.</param>
    public TrainingStepTimer(TransformerDescription shape, IKernels kernels, int pixels, int batch, int threads)
    {
        var model = new Transformer(shape, kernels);
        model.Parameters.Initialize(seed: 1);
        model.Pack();
        var random = new PhiloxRandom(2);
        Sprite[] sprites = [.. Enumerable.Range(0, batch).Select(_ => new Sprite(pixels, 1, Row(random, pixels, shape.VocabularySize)))];
        _trainer = new Trainer(model, sprites, new TrainingRecipe { BatchSize = batch, Epochs = int.MaxValue }, threads);
    }

    /// <summary>Trains for a number of steps.</summary>
    /// <returns>Seconds of each step.</returns>
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

    /// <summary>Collects the seconds of each step from the metrics; an epoch is one step.</summary>
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
