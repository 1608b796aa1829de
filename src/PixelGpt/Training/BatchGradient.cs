using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Training;

/// <summary>
/// Computes the gradient of a batch on several threads and, in a group, on several processes, each of which computes neighbouring sequences. The result is bit-identical
/// for any number of threads and processes, because the gradients of the sequences are added in the order of <see cref="PairwiseTree"/>.
/// </summary>
internal sealed class BatchGradient
{
    private readonly Transformer _model;
    private readonly WorkerPool _pool;
    private readonly IProcessGroup _group;
    private readonly ulong _seed;
    private readonly Activations?[] _activations;
    private readonly Teacher? _teacher;
    private readonly IPixelLoss? _loss;
    private readonly SequencePredictor?[] _predictors;
    private readonly GradientSums _sums;
    private readonly double[] _losses;
    private readonly double[] _squares;
    private readonly int _sequenceLength;
    private readonly Action<int, int, FloatBuffer> _computeSequence;
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
    /// <param name="group">The processes that compute the gradient together; null for this process only.</param>
    public BatchGradient(Transformer model, WorkerPool pool, int batchSize, int sequenceLength, ulong seed, Teacher? teacher = null, IPixelLoss? loss = null, IProcessGroup? group = null)
    {
        _model = model;
        _teacher = teacher;
        _loss = loss;
        _predictors = new SequencePredictor?[pool.Threads];
        _pool = pool;
        _seed = seed;
        _sequenceLength = sequenceLength;
        _group = group ?? OneProcess.Instance;
        int extent = model.Parameters.Extent;
        _sums = new GradientSums(model.Kernels, pool, extent, (batchSize + _group.Size - 1) / _group.Size);
        Exchange = _group.Size > 1 ? new GradientExchange(_group, model.Kernels, pool, _sums, extent) : null;
        _activations = new Activations?[pool.Threads];
        _losses = new double[batchSize];
        _squares = new double[_sums.Chunks];
        Value = new FloatBuffer(0);
        _computeSequence = ComputeSequence;
        _completeTable = (table, _) => _model.CompleteGradient(table, Value.Span);
        _squareChunk = SquareChunk;
    }

    /// <summary>The gradient that <see cref="Compute"/> computed, in the layout of the parameters. The next call overwrites it.</summary>
    public FloatBuffer Value { get; private set; }

    /// <summary>The Euclidean norm of the gradient that <see cref="Compute"/> computed.</summary>
    public double Norm { get; private set; }

    /// <summary>The exchange between processes; null for one process.</summary>
    public GradientExchange? Exchange { get; }

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
        (int start, int end) = Share.Of(batch.Length, _group.Rank, _group.Size);
        _sums.Compute(start, end, batch.Length, _computeSequence);
        if (Exchange is null)
        {
            Value = _sums.Sums[0].Sum;
        }
        else
        {
            Value = Exchange.AddUp(batch.Length);
            _group.AllGather(_losses.AsSpan(0, batch.Length), Share.Lengths(batch.Length, _group.Size));
        }

        if (_model.FeatureTableCount > 0) _pool.Run(_model.FeatureTableCount, _completeTable);
        _pool.Run(_squares.Length, _squareChunk);
        Norm = Math.Sqrt(_squares.Sum());
        double sum = 0;
        for (int i = 0; i < batch.Length; i++) sum += _losses[i];
        return sum / labels;
    }

    private void ComputeSequence(int sequence, int worker, FloatBuffer gradient)
    {
        Activations activations = _activations[worker] ??= _model.CreateActivations(_sequenceLength, training: true);
        gradient.Span.Clear();
        TrainingPicture picture = _batch.Span[sequence];
        var dropout = new DropoutContext(_seed, _step, sequence);
        _losses[sequence] = SequenceLoss.AddGradient(_model, picture.Pixels.Span, Targets(worker, picture), activations, dropout, _scale, gradient.Span, picture.Context);
    }

    private LossTargets Targets(int worker, TrainingPicture picture) => _teacher is null
        ? LossTargets.Of(picture.Pixels.Span[1..], _loss)
        : LossTargets.Of(_teacher.Targets(_predictors[worker] ??= _teacher.CreatePredictor(_sequenceLength), picture));

    private void SquareChunk(int chunk, int worker)
    {
        (int start, int length) = _sums.Chunk(chunk);
        _squares[chunk] = _model.Kernels.SumOfSquares(Value[start, length]);
    }
}
