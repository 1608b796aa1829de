using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Evaluation;

/// <summary>Computes the surprisals of pictures with the logits of a device.</summary>
internal static class LoadedModelLikelihood
{
    /// <summary>The number of pictures whose logits are computed at once, if the memory of the device allows.</summary>
    private const int MaxBatch = 64;

    /// <summary>Computes the surprisal of each pixel except the first.</summary>
    /// <param name="device">The device.</param>
    /// <param name="transformers">The transformers of the model.</param>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="pool">Threads that compute surprisals from logits.</param>
    /// <param name="progress">Receives the number of completed sprites; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per batch.</param>
    /// <returns>The surprisals in nats [sprites][area − 1].</returns>
    public static float[][] Surprisals(ComputeDevice device, IReadOnlyList<Transformer> transformers, IReadOnlyList<Sprite> sprites, WorkerPool pool, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var results = new float[sprites.Count][];
        if (results.Length == 0) return results;
        int colors = transformers[0].Description.VocabularySize, done = 0;
        using ILoadedModel model = device.Load(transformers, new LoadedModelSize(Math.Min(results.Length, MaxBatch), Math.Max(1, sprites.Max(s => s.Pixels.Length) - 1), CachePositions: 0));
        float[] logits = [];
        foreach (IGrouping<int, int> sameLength in Enumerable.Range(0, results.Length).GroupBy(i => sprites[i].Pixels.Length))
        {
            int rows = sameLength.Key - 1;
            foreach (int[] batch in sameLength.Chunk(model.Sequences))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (logits.Length < batch.Length * rows * colors) logits = new float[batch.Length * rows * colors];
                if (rows > 0)
                {
                    model.Forward([.. batch.Select(i => (sprites[i].Memory, PictureContext.Of(sprites[i])))], 0, rows);
                    model.CopyLogits(logits);
                }

                pool.Run(batch.Length, (i, _) => results[batch[i]] = Surprisals(logits.AsSpan(i * rows * colors, rows * colors), sprites[batch[i]].Pixels, colors));
                progress?.Report(done += batch.Length);
            }
        }

        return results;
    }

    private static float[] Surprisals(ReadOnlySpan<float> logits, ReadOnlySpan<int> pixels, int colors)
    {
        float[] surprisals = new float[pixels.Length - 1];
        for (int row = 0; row < surprisals.Length; row++)
        {
            ReadOnlySpan<float> values = logits.Slice(row * colors, colors);
            float max = float.NegativeInfinity;
            double sum = 0;
            foreach (float value in values) max = Math.Max(max, value);
            foreach (float value in values) sum += MathF.Exp(value - max);
            surprisals[row] = (float)(max + Math.Log(sum) - values[pixels[row + 1]]);
        }

        return surprisals;
    }
}
