using ILGPU.Runtime;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Devices;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Networks;

/// <summary>A model with KV caches in the memory of a device. The members of an ensemble are computed one after the other.</summary>
internal sealed class GpuLoadedModel : ILoadedModel
{
    private readonly GpuTransformer[] _transformers;
    private readonly IKernels _kernels;
    private readonly int _vocabulary;
    private float[] _member = [];
    private int _rows;

    /// <summary>Copies a model to a device.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="transformers">The transformers of the model.</param>
    /// <param name="size">Size of the passes. If the memory is not enough for as many sequences, there are fewer.</param>
    /// <exception cref="InputException">The device has not enough memory for one sequence, or cannot compute the model.</exception>
    public GpuLoadedModel(GpuEngine engine, IReadOnlyList<Transformer> transformers, LoadedModelSize size)
    {
        var plan = MemoryPlan.Of(transformers, size);
        plan.Check(1, engine, "batch size");
        Sequences = Math.Min(size.Sequences, plan.MaxFitting(engine));
        var pass = new PassSize(Sequences, size.Rows, IsTrained: false, size.CachePositions);
        _transformers = new GpuTransformer[transformers.Count];
        (_kernels, _vocabulary) = (transformers[0].Kernels, transformers[0].Description.VocabularySize);
        for (int i = 0; i < _transformers.Length; i++) _transformers[i] = new GpuTransformer(engine, transformers[i], pass);
    }

    /// <inheritdoc/>
    public int Sequences { get; }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<(ReadOnlyMemory<int> Tokens, PictureContext Picture)> sequences, int first, int rows)
    {
        try
        {
            foreach (GpuTransformer transformer in _transformers) transformer.Forward(sequences, first, rows);
            _rows = sequences.Length * rows;
        }
        catch (AcceleratorException e)
        {
            throw GpuFailure.Of(e);
        }
    }

    /// <inheritdoc/>
    public void CopyLogits(Span<float> logits)
    {
        Span<float> sum = logits[..(_rows * _vocabulary)];
        Download(0, sum);
        if (_transformers.Length == 1) return;
        ToProbabilities(sum);
        for (int i = 1; i < _transformers.Length; i++)
        {
            if (_member.Length < sum.Length) _member = new float[sum.Length];
            Span<float> member = _member.AsSpan(0, sum.Length);
            Download(i, member);
            ToProbabilities(member);
            Probabilities.Add(_kernels, Rows(member), Rows(sum));
        }

        Probabilities.Divide(_kernels, Rows(sum), _transformers.Length);
        Probabilities.ToLogarithms(Rows(sum));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GpuTransformer transformer in _transformers) transformer.Dispose();
    }

    private void Download(int transformer, Span<float> logits)
    {
        try
        {
            _transformers[transformer].Logits.Download(logits);
        }
        catch (AcceleratorException e)
        {
            throw GpuFailure.Of(e);
        }
    }

    private MatrixSpan Rows(Span<float> values) => new(values, _rows, _vocabulary, _vocabulary);

    private void ToProbabilities(Span<float> logits)
    {
        MatrixSpan rows = Rows(logits);
        for (int row = 0; row < _rows; row++) Softmax(Probabilities.Row(rows, row));
    }

    /// <summary>Replaces logits by their softmax. The rows are not padded to whole vectors, as kernels need them.</summary>
    private static void Softmax(Span<float> logits)
    {
        float max = float.NegativeInfinity;
        double sum = 0;
        foreach (float logit in logits) max = Math.Max(max, logit);
        foreach (ref float logit in logits) sum += logit = MathF.Exp(logit - max);
        foreach (ref float probability in logits) probability = (float)(probability / sum);
    }
}
