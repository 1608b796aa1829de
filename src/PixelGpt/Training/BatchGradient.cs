using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// The gradient of a batch, on all threads, with the same bits for any number of them: each lane of sequences adds up
/// gradients of its own in order, and the lanes are added in a fixed tree.
/// </summary>
internal sealed class BatchGradient
{
    /// <summary>Lanes take no more than this many floats together (256 MB), but there are at least four.</summary>
    private const int LaneBudget = 1 << 26;

    /// <summary>Floats a piece of the reduction: a piece of all lanes fits the L2 cache.</summary>
    private const int ChunkLength = 8192;

    private readonly Transformer _model;
    private readonly WorkerPool _pool;
    private readonly ulong _seed;
    private readonly Activations?[] _activations;
    private readonly FloatBuffer[] _lanes;
    private readonly double[] _losses;
    private readonly double[] _squares;
    private readonly int _longest;
    private readonly Action<int, int> _computeLane;
    private readonly Action<int, int> _reduceChunk;
    private ReadOnlyMemory<ReadOnlyMemory<int>> _batch;
    private long _step;
    private float _scale;

    public BatchGradient(Transformer model, WorkerPool pool, int batchSize, int longest, ulong seed)
    {
        _model = model;
        _pool = pool;
        _seed = seed;
        _longest = longest;
        int extent = model.Parameters.Extent;
        _lanes = new FloatBuffer[Math.Min(batchSize, Math.Max(4, LaneBudget / extent))];
        for (int i = 0; i < _lanes.Length; i++) _lanes[i] = new FloatBuffer(extent);
        _activations = new Activations?[pool.Threads];
        _losses = new double[batchSize];
        _squares = new double[(extent + ChunkLength - 1) / ChunkLength];
        _computeLane = ComputeLane;
        _reduceChunk = ReduceChunk;
    }

    /// <summary>The gradient, laid out as the parameters are, after <see cref="Compute"/>.</summary>
    public FloatBuffer Value => _lanes[0];

    /// <summary>The gradient's Euclidean norm, after <see cref="Compute"/>.</summary>
    public double Norm { get; private set; }

    private int LanesInUse => Math.Min(_lanes.Length, _batch.Length);

    /// <summary>Computes the gradient of the mean cross entropy over all labels of the batch, and gives that mean.</summary>
    /// <param name="batch">Whole sequences of one length.</param>
    /// <param name="step">The optimizer step, from 0: dropout follows from it.</param>
    public double Compute(ReadOnlyMemory<ReadOnlyMemory<int>> batch, long step)
    {
        int labels = 0;
        foreach (ReadOnlyMemory<int> sequence in batch.Span) labels += sequence.Length - 1;
        _batch = batch;
        _step = step;
        _scale = 1f / labels;
        _pool.Run(LanesInUse, _computeLane);
        _pool.Run(_squares.Length, _reduceChunk);
        Norm = Math.Sqrt(_squares.Sum());
        double sum = 0;
        for (int i = 0; i < batch.Length; i++) sum += _losses[i];
        return sum / labels;
    }

    private void ComputeLane(int lane, int worker)
    {
        Activations activations = _activations[worker] ??= _model.CreateActivations(_longest, training: true);
        Span<float> gradient = _lanes[lane].Span;
        gradient.Clear();
        for (int i = lane; i < _batch.Length; i += LanesInUse)
            _losses[i] = SequenceLoss.Train(_model, _batch.Span[i].Span, activations, new DropoutContext(_seed, _step, i), _scale, gradient);
    }

    private void ReduceChunk(int chunk, int worker)
    {
        int start = chunk * ChunkLength, length = Math.Min(ChunkLength, _lanes[0].Length - start);
        for (int gap = 1; gap < LanesInUse; gap *= 2)
        {
            for (int lane = 0; lane + gap < LanesInUse; lane += 2 * gap)
                _model.Kernels.Add(_lanes[lane + gap][start, length], _lanes[lane][start, length]);
        }

        _squares[chunk] = _model.Kernels.SumOfSquares(_lanes[0][start, length]);
    }
}
