using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Training;

/// <summary>Computes the steps of a training on threads of the processor. Nothing is copied, because the device is the memory of the process.</summary>
internal sealed class ProcessorTraining : ITrainingEngine
{
    private readonly WorkerPool _pool;
    private readonly BatchGradient _gradient;
    private readonly Optimizer _optimizer;

    /// <summary>Allocates the buffers and starts the threads.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="state">Moments and averages.</param>
    /// <param name="size">Maximum size of the batches.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="teacher">The teacher whose predictions are part of the targets; null for none.</param>
    /// <param name="loss">The loss of a program; null for the cross-entropy.</param>
    /// <param name="group">The processes that train together; null for this process only.</param>
    public ProcessorTraining(Transformer model, TrainingRecipe recipe, OptimizerState state, BatchShape size, int threads, Teacher? teacher, IPixelLoss? loss, IProcessGroup? group)
    {
        _pool = new WorkerPool(threads);
        _gradient = new BatchGradient(model, _pool, size.Sequences, size.Length, recipe.Seed, teacher, loss, group);
        _optimizer = new Optimizer(model, recipe, _pool, state);
    }

    /// <inheritdoc/>
    public double GradientNorm => _gradient.Norm;

    /// <inheritdoc/>
    public GradientExchange? Exchange => _gradient.Exchange;

    /// <inheritdoc/>
    public void Upload()
    {
    }

    /// <inheritdoc/>
    public void Download()
    {
    }

    /// <inheritdoc/>
    public void UpdateColors()
    {
    }

    /// <inheritdoc/>
    public double Compute(ReadOnlyMemory<TrainingPicture> batch, long step) => _gradient.Compute(batch, step);

    /// <inheritdoc/>
    public FloatBuffer Gradient() => _gradient.Value;

    /// <inheritdoc/>
    public void Update(long step, double learningRate) => _optimizer.Step(_gradient, step, learningRate);

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
