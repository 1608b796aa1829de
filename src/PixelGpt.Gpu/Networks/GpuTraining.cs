using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Devices;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>Training steps of a model on a device. Parameters, gradients, moments and averages stay there until they are downloaded.</summary>
internal sealed class GpuTraining : ITrainingEngine
{
    private readonly Transformer _model;
    private readonly TrainingRecipe _recipe;
    private readonly OptimizerState _state;
    private readonly GpuTransformer _transformer;
    private readonly GpuOptimizer _optimizer;
    private readonly int _sequenceLength;
    private FloatBuffer? _gradient;
    private bool _isAhead;

    /// <summary>Allocates memory and copies a model to a device.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="state">Moments and averages.</param>
    /// <param name="size">Maximum size of the batches.</param>
    /// <exception cref="InputException">The device has not enough memory, or cannot compute the model.</exception>
    public GpuTraining(GpuEngine engine, Transformer model, TrainingRecipe recipe, OptimizerState state, BatchShape size)
    {
        MemoryPlan plan = MemoryPlan.Of(model, size.Length - 1, recipe), completion = MemoryPlan.Of([model], new LoadedModelSize(1, size.Length, size.Length));

        // At the end of each epoch, pictures of the dev split are completed.
        (plan with { FixedBytes = plan.FixedBytes + completion.Bytes(1) }).Check(size.Sequences, engine, "batch_size");
        (_model, _recipe, _state, _sequenceLength) = (model, recipe, state, size.Length);
        _transformer = new GpuTransformer(engine, model, new PassSize(size.Sequences, size.Length - 1, IsTrained: true));
        _optimizer = new GpuOptimizer(engine, model, _transformer.Parameters, recipe);
    }

    /// <inheritdoc/>
    public double GradientNorm { get; private set; }

    /// <inheritdoc/>
    public GradientExchange? Exchange => null;

    /// <inheritdoc/>
    public void Upload() => GpuFailure.Within(() =>
    {
        if (_isAhead) throw new InvalidOperationException("the device has newer parameters than the memory of the process");
        _transformer.Parameters.UploadFeatures();
        _transformer.Parameters.Upload(_state.Trained);
        _optimizer.ExpAvg.Upload(_state.ExpAvg.Span);
        _optimizer.ExpAvgSq.Upload(_state.ExpAvgSq.Span);
        if (_state.Average is { } average) _optimizer.Average!.Upload(average.Average);
    });

    /// <inheritdoc/>
    public void Download()
    {
        if (!_isAhead) return;
        GpuFailure.Within(() =>
        {
            _transformer.Parameters.Values.Download(_state.Trained);
            _optimizer.ExpAvg.Download(_state.ExpAvg.Span);
            _optimizer.ExpAvgSq.Download(_state.ExpAvgSq.Span);
            if (_state.Average is { } average) _optimizer.Average!.Download(average.Average);
        });
        _model.Pack();
        _isAhead = false;
    }

    /// <inheritdoc/>
    public void UpdateColors() => GpuFailure.Within(() =>
    {
        _transformer.Parameters.UploadFeatures();
        _transformer.Parameters.UpdateTables();
    });

    /// <inheritdoc/>
    public double Compute(ReadOnlyMemory<TrainingPicture> batch, long step) => GpuFailure.Within(() =>
    {
        int labels = 0;
        foreach (TrainingPicture picture in batch.Span) labels += picture.Pixels.Length - 1;
        _transformer.Parameters.Gradients.Clear();
        double sum = _transformer.AddGradient(batch.Span, new DropoutContext(_recipe.Seed, step, 0), _sequenceLength, 1f / labels);
        _transformer.Parameters.CompleteGradients();
        GradientNorm = _optimizer.ComputeNorm();
        return sum / labels;
    });

    /// <inheritdoc/>
    public FloatBuffer Gradient()
    {
        _gradient ??= new FloatBuffer(_model.Parameters.Extent);
        GpuFailure.Within(() => _transformer.Parameters.Gradients.Download(_gradient.Span));
        return _gradient;
    }

    /// <inheritdoc/>
    public void Update(long step, double learningRate)
    {
        _isAhead = true;
        GpuFailure.Within(() => _optimizer.Step(step, learningRate, GradientNorm));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _transformer.Dispose();
    }
}
