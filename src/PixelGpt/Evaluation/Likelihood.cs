using PixelGpt.Data;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Evaluation;

/// <summary>
/// Computes a model's predictions for given pictures with teacher forcing: each pixel is predicted from the true pixels before it.
/// An instance serves one caller at a time.
/// </summary>
public sealed class Likelihood : IDisposable
{
    private readonly IReadOnlyList<Transformer> _transformers;
    private readonly int _colors;
    private readonly IProcessGroup _group;
    private readonly ComputeDevice? _device;
    private readonly WorkerPool _pool;
    private readonly SequencePredictor?[] _predictors;

    /// <summary>Creates a scorer for a model. The model's weights may change between calls.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    public Likelihood(PixelModel model, int threads)
        : this(model, threads, group: null)
    {
    }

    /// <summary>Creates a scorer for a model that shares the sprites among the processes of a group; each gets all results. The model's weights may change between calls.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="group">The group; null for this process only. All processes make the same calls.</param>
    public Likelihood(PixelModel model, int threads, IProcessGroup? group)
        : this((model ?? throw new ArgumentNullException(nameof(model))).Transformers, model.Palette.Count, threads, group)
    {
    }

    /// <summary>Creates a scorer for a model whose surprisals are computed on a device. The model's weights may change between calls.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="group">The group; null for this process only. All processes make the same calls.</param>
    /// <param name="device">The device that computes <see cref="Surprisals"/>; null for the processor, which computes everything else in any case.</param>
    internal Likelihood(PixelModel model, int threads, IProcessGroup? group, ComputeDevice? device)
        : this(model, threads, group) => _device = device;

    /// <summary>Creates a scorer for a transformer, all of whose tokens are colours. The weights may change between calls.</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    public Likelihood(Transformer model, int threads)
        : this([model ?? throw new ArgumentNullException(nameof(model))], model.Description.VocabularySize, threads, group: null)
    {
    }

    private Likelihood(IReadOnlyList<Transformer> transformers, int colors, int threads, IProcessGroup? group)
    {
        (_transformers, _colors, _group) = (transformers, colors, group ?? OneProcess.Instance);
        _pool = new WorkerPool(threads);
        _predictors = new SequencePredictor?[threads];
    }

    /// <summary>Computes the surprisal (negative log-likelihood in nats) of each pixel except the first.</summary>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="progress">Receives the number of completed sprites; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    /// <returns>The surprisals, [sprites][area − 1].</returns>
    public float[][] Surprisals(IReadOnlyList<Sprite> sprites, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        _device is null
            ? Share(sprites, (sprite, _, predictor) => predictor.Surprisals(sprite.Pixels, PictureContext.Of(sprite)).ToArray(), progress, cancellationToken)
            : LoadedModelLikelihood.Surprisals(_device, _transformers, sprites, _pool, progress, cancellationToken);

    /// <summary>Computes the surprisal of each pixel of partly given pictures: the given pixels first, then the others, each in raster order.</summary>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="given">Returns for the index of each sprite whether each pixel is given; at least one must be.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    /// <returns>The surprisals in raster order [sprites][area]. The first given pixel has none; its value is NaN.</returns>
    internal float[][] MaskedSurprisals(IReadOnlyList<Sprite> sprites, Func<int, bool[]> given, CancellationToken cancellationToken = default) => Share(
        sprites,
        (sprite, i, predictor) =>
        {
            var order = new PixelOrder(sprite.Pixels.Length);
            order.Set(given(i));
            int[] sequence = new int[order.Count];
            order.ToSequence(sprite.Pixels, sequence);
            float[] surprisals = [float.NaN, .. predictor.Surprisals(sequence, PictureContext.Of(sprite) with { Order = order })], raster = new float[order.Count];
            order.ToRaster<float>(surprisals, raster);
            return raster;
        },
        null,
        cancellationToken);

    /// <summary>Computes the mean surprisal of the pixels of a task, given all others and given only earlier ones.</summary>
    /// <param name="task">The task.</param>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="raster">The surprisals of the sprites in raster order, from <see cref="Surprisals(IReadOnlyList{Sprite}, IProgress{int}?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    internal MaskEvaluation Evaluate(MaskTask task, IReadOnlyList<Sprite> sprites, float[][] raster, CancellationToken cancellationToken = default)
    {
        bool[][] given = [.. sprites.Select(s => task.Given(s.Width, s.Height))];
        float[][] masked = MaskedSurprisals(sprites, i => given[i], cancellationToken);
        int pixels = 0;
        double nll = 0, earlier = 0;
        for (int i = 0; i < sprites.Count; i++)
        {
            for (int pixel = 1; pixel < given[i].Length; pixel++)
            {
                if (given[i][pixel]) continue;
                pixels++;
                nll += masked[i][pixel];
                earlier += raster[i][pixel - 1];
            }
        }

        return new MaskEvaluation(task.Name, pixels, nll / pixels, earlier / pixels);
    }

    /// <summary>Computes the probability of each pixel except the first, and the entropy of the model's distribution there.</summary>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="progress">Receives the number of completed sprites; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    /// <returns>One record per sprite.</returns>
    public PredictionRecord[] Record(IReadOnlyList<Sprite> sprites, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        [.. Share(sprites, Record, progress, cancellationToken).Select(values => new PredictionRecord(values[..(values.Length / 2)], values[(values.Length / 2)..]))];

    /// <summary>Computes the probability of each pixel of a sprite except the first, and then the entropies.</summary>
    private static float[] Record(Sprite sprite, int index, SequencePredictor predictor)
    {
        MatrixSpan distributions = predictor.Distributions(sprite.Pixels, PictureContext.Of(sprite));
        float[] values = new float[2 * distributions.Rows];
        for (int row = 0; row < distributions.Rows; row++)
        {
            double sum = 0;
            ReadOnlySpan<float> distribution = distributions.Data.Slice(row * distributions.RowStride, distributions.Columns);
            foreach (float p in distribution)
            {
                if (p > 0) sum -= p * Math.Log(p);
            }

            (values[row], values[distributions.Rows + row]) = (distribution[sprite.Pixels[row + 1]], (float)Math.Max(0, sum));
        }

        return values;
    }

    /// <summary>Computes values of each sprite from the model's distributions.</summary>
    /// <param name="sprites">The complete sprites.</param>
    /// <param name="compute">Computes the values of a sprite; called from several threads.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    /// <returns>The values of each sprite.</returns>
    internal double[][] Compute(IReadOnlyList<Sprite> sprites, DistributionFunction compute, CancellationToken cancellationToken) =>
        Share(sprites, (sprite, _, predictor) => compute(sprite, predictor.Distributions(sprite.Pixels, PictureContext.Of(sprite))), null, cancellationToken);

    /// <summary>Computes probability, entropy and the most probable colours for each known pixel of a sprite except the first.</summary>
    /// <param name="sprite">The sprite, which may be partial.</param>
    /// <param name="alternatives">Number of most probable colours to return per pixel: 0 to <see cref="BatchingDecoder.MaxAlternatives"/>.</param>
    /// <param name="cancellationToken">Cancellation token; checked once before the computation.</param>
    /// <returns>The predictions for pixels 1 to the last known one, in raster order.</returns>
    /// <exception cref="InputException"><paramref name="alternatives"/> is out of range, or the sprite has no pixels, too many pixels or colours outside the model's palette.</exception>
    public IReadOnlyList<PixelProbabilities> Probabilities(Sprite sprite, int alternatives, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        if (alternatives is < 0 or > BatchingDecoder.MaxAlternatives) throw new InputException($"alternatives must be 0 to {BatchingDecoder.MaxAlternatives} (got {alternatives})");
        int count = sprite.Pixels.Length, positions = _transformers.Min(t => t.Description.MaxPositions);
        if (count == 0) throw new InputException("the picture must have at least one pixel");
        if (count > positions) throw new InputException($"the picture has {count} pixels, but the model supports at most {positions}");
        foreach (int color in sprite.Pixels)
        {
            if ((uint)color >= (uint)_colors) throw new InputException($"pixel index {color} is outside the model's palette of {_colors} colours (0–{_colors - 1})");
        }

        if (count == 1) return [];
        return ForEach([sprite], 0, 1, (partial, _, predictor) => Probabilities(partial, predictor, alternatives), null, cancellationToken)[0];
    }

    private PixelProbabilities[] Probabilities(Sprite sprite, SequencePredictor predictor, int alternatives)
    {
        ReadOnlySpan<int> pixels = sprite.Pixels;
        int length = pixels.Length - 1;
        MatrixSpan logits = predictor.Logits(pixels, PictureContext.Of(sprite));
        var statistics = new TokenStatistics(logits.Columns, _colors);
        var results = new PixelProbabilities[length];
        for (int row = 0; row < length; row++)
        {
            int color = pixels[row + 1];
            (float probability, float entropy, ColorProbability[] likeliest) = statistics.Of(logits.Data.Slice(row * logits.RowStride, logits.Columns), color, alternatives);
            results[row] = new PixelProbabilities(row + 1, color, probability, entropy, likeliest);
        }

        return results;
    }

    /// <summary>Computes an array per sprite; each process computes its share.</summary>
    private T[][] Share<T>(IReadOnlyList<Sprite> sprites, Func<Sprite, int, SequencePredictor, T[]> score, IProgress<int>? progress, CancellationToken cancellationToken)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sprites);
        return _group.Compute(sprites.Count, progress, (start, end, ownProgress) => ForEach(sprites, start, end, score, ownProgress, cancellationToken));
    }

    private T[] ForEach<T>(IReadOnlyList<Sprite> sprites, int start, int end, Func<Sprite, int, SequencePredictor, T> score, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var results = new T[end - start];
        int done = 0;
        int longest = sprites.Select(s => s.Pixels.Length).DefaultIfEmpty(1).Max();
        _pool.Run(results.Length, (i, worker) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_predictors[worker] is not { } predictor || predictor.Rows < longest) _predictors[worker] = predictor = new SequencePredictor(_transformers, longest);
            results[i] = score(sprites[start + i], start + i, predictor);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
