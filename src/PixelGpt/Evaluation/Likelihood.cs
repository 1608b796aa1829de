using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>How likely a model finds pictures: each pixel given the true ones before it.</summary>
public sealed class Likelihood : IDisposable
{
    private readonly Transformer _model;
    private readonly WorkerPool _pool;
    private readonly Activations?[] _activations;

    /// <summary>Makes a scorer that can be used again as the model changes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    public Likelihood(Transformer model, int threads)
    {
        _model = model;
        _pool = new WorkerPool(threads);
        _activations = new Activations?[threads];
    }

    /// <summary>The negative log-likelihood in nats of pixels 1 to the last of each sprite: [sprites][area − 1].</summary>
    /// <param name="sprites">The sprites, known whole.</param>
    /// <param name="progress">Told the number of sprites done; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next sprite.</param>
    public float[][] PerPixel(IReadOnlyList<Sprite> sprites, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        ForEach(sprites, (sprite, activations) => SequenceLoss.Evaluate(_model, sprite.Pixels, activations).ToArray(), progress, cancellationToken);

    /// <summary>What the model thought of each pixel of each sprite.</summary>
    /// <inheritdoc cref="PerPixel"/>
    public PixelRecord[] Record(IReadOnlyList<Sprite> sprites, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => ForEach(sprites, (sprite, activations) =>
    {
        MatrixSpan distributions = SequenceLoss.Distributions(_model, sprite.Pixels, activations);
        float[] probability = new float[distributions.Rows], entropy = new float[distributions.Rows];
        for (int row = 0; row < distributions.Rows; row++)
        {
            double sum = 0;
            ReadOnlySpan<float> distribution = distributions.Data.Slice(row * distributions.RowStride, distributions.Columns);
            foreach (float p in distribution)
            {
                if (p > 0) sum -= p * Math.Log(p);
            }

            (probability[row], entropy[row]) = (distribution[sprite.Pixels[row + 1]], (float)Math.Max(0, sum));
        }

        return new PixelRecord(probability, entropy);
    }, progress, cancellationToken);

    private T[] ForEach<T>(IReadOnlyList<Sprite> sprites, Func<Sprite, Activations, T> score, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var results = new T[sprites.Count];
        int done = 0;
        int longest = sprites.Select(s => s.Pixels.Length).DefaultIfEmpty(1).Max();
        _pool.Run(sprites.Count, (i, worker) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_activations[worker] is not { } activations || activations.Rows < longest) _activations[worker] = activations = _model.CreateActivations(longest, training: false);
            results[i] = score(sprites[i], activations);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
