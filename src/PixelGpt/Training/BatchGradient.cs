using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Training;

/// <summary>
/// Computes the gradient of a batch on several threads. The result is bit-identical for any number of threads, because the
/// order of additions is fixed: the sequences are divided into lanes, each lane accumulates its gradients in order, and the
/// lanes are added pairwise in a fixed tree.
/// </summary>
internal sealed class BatchGradient
{
    /// <summary>Maximum number of floats of all lanes (256 MB); there are at least four lanes even if they exceed it.</summary>
    private const int LaneBudget = 1 << 26;

    /// <summary>Number of floats per chunk of the reduction, so that the chunks of all lanes fit into the L2 cache.</summary>
    private const int ChunkLength = 8192;

    private readonly Transformer _model;
    private readonly WorkerPool _pool;
    private readonly ulong _seed;
    private readonly Activations?[] _activations;
    private readonly Teacher? _teacher;
    private readonly IPixelLoss? _loss;
    private readonly SequencePredictor?[] _predictors;
    private readonly FloatBuffer[] _lanes;
    private readonly double[] _losses;
    private readonly double[] _squares;
    private readonly int _sequenceLength;
    private readonly Action<int, int> _computeLane;
    private readonly Action<int, int> _reduceChunk;
    private readonly Action<int, int> _completeTable;
    private readonly Action<int, int> _squareChunk;
    private ReadOnlyMemory<TrainingPicture> _batch;
    private long _step;
    private float _scale;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="pool">Threads to compute on.</param>
    /// <param name="batchSize">Maximum number of sequences of a batch.</param>
    /// <param name="sequenceLength">Maximum number of pixels of a sequence.</param>
    /// <param name="seed">Seed of the dropout masks.</param>
    /// <param name="teacher">The teacher whose predictions are part of the targets; null for none.</param>
    /// <param name="loss">The loss of a program; null for the cross-entropy.</param>
    public BatchGradient(Transformer model, WorkerPool pool, int batchSize, int sequenceLength, ulong seed, Teacher? teacher = null, IPixelLoss? loss = null)
    {
        _model = model;
        _teacher = teacher;
        _loss = loss;
        _predictors = new SequencePredictor?[pool.Threads];
        _pool = pool;
        _seed = seed;
        _sequenceLength = sequenceLength;
        int extent = model.Parameters.Extent;
        _lanes = new FloatBuffer[Math.Min(batchSize, Math.Max(4, LaneBudget / extent))];
        for (int i = 0; i < _lanes.Length; i++) _lanes[i] = new FloatBuffer(extent);
        _activations = new Activations?[pool.Threads];
        _losses = new double[batchSize];
        _squares = new double[(extent + ChunkLength - 1) / ChunkLength];
        _computeLane = ComputeLane;
        _reduceChunk = ReduceChunk;
        _completeTable = (table, _) => _model.CompleteGradient(table, _lanes[0].Span);
        _squareChunk = SquareChunk;
    }

    /// <summary>The gradient that <see cref="Compute"/> computed, in the layout of the parameters.</summary>
    public FloatBuffer Value => _lanes[0];

    /// <summary>The Euclidean norm of the gradient that <see cref="Compute"/> computed.</summary>
    public double Norm { get; private set; }

    private int LanesInUse => Math.Min(_lanes.Length, _batch.Length);

    /// <summary>Computes the gradient of the mean cross-entropy over all labels of a batch.</summary>
    /// <param name="batch">Pictures of the batch, which may have different sizes.</param>
    /// <param name="step">Index of the step, from 0; selects the dropout masks.</param>
    /// <returns>The mean cross-entropy, in nats per pixel.</returns>
    public double Compute(ReadOnlyMemory<TrainingPicture> batch, long step)
    {
        int labels = 0;
        foreach (TrainingPicture picture in batch.Span) labels += picture.Pixels.Length - 1;
        _batch = batch;
        _step = step;
        _scale = 1f / labels;
        _pool.Run(LanesInUse, _computeLane);
        _pool.Run(_squares.Length, _reduceChunk);
        if (_model.FeatureTableCount > 0) _pool.Run(_model.FeatureTableCount, _completeTable);
        _pool.Run(_squares.Length, _squareChunk);
        Norm = Math.Sqrt(_squares.Sum());
        double sum = 0;
        for (int i = 0; i < batch.Length; i++) sum += _losses[i];
        return sum / labels;
    }

    private void ComputeLane(int lane, int worker)
    {
        Activations activations = _activations[worker] ??= _model.CreateActivations(_sequenceLength, training: true);
        Span<float> gradient = _lanes[lane].Span;
        gradient.Clear();
        for (int i = lane; i < _batch.Length; i += LanesInUse)
        {
            TrainingPicture picture = _batch.Span[i];
            var dropout = new DropoutContext(_seed, _step, i);
            _losses[i] = SequenceLoss.AddGradient(_model, picture.Pixels.Span, Targets(worker, picture), activations, dropout, _scale, gradient, picture.Context);
        }
    }

    private LossTargets Targets(int worker, TrainingPicture picture) => _teacher is null
        ? LossTargets.Of(picture.Pixels.Span[1..], _loss)
        : LossTargets.Of(_teacher.Targets(_predictors[worker] ??= _teacher.CreatePredictor(_sequenceLength), picture));

    private void ReduceChunk(int chunk, int worker)
    {
        (int start, int length) = Chunk(chunk);
        for (int gap = 1; gap < LanesInUse; gap *= 2)
        {
            for (int lane = 0; lane + gap < LanesInUse; lane += 2 * gap)
                _model.Kernels.Add(_lanes[lane + gap][start, length], _lanes[lane][start, length]);
        }
    }

    private void SquareChunk(int chunk, int worker)
    {
        (int start, int length) = Chunk(chunk);
        _squares[chunk] = _model.Kernels.SumOfSquares(_lanes[0][start, length]);
    }

    private (int Start, int Length) Chunk(int chunk) => (chunk * ChunkLength, Math.Min(ChunkLength, _lanes[0].Length - (chunk * ChunkLength)));
}
