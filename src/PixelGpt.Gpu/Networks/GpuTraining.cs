using PixelGpt.Gpu.Computing;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>Training steps of a model on a device. Parameters, gradients and moments stay there until they are downloaded.</summary>
internal sealed class GpuTraining : IDisposable
{
    private readonly Transformer _model;
    private readonly TrainingRecipe _recipe;
    private readonly GpuTransformer _transformer;
    private readonly GpuOptimizer _optimizer;
    private readonly int _sequenceLength;

    /// <summary>Copies a model to a device.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="sequenceLength">Maximum number of pixels of a sequence.</param>
    /// <exception cref="InputException">The device has not enough memory, or cannot compute the model.</exception>
    public GpuTraining(GpuEngine engine, Transformer model, TrainingRecipe recipe, int sequenceLength)
    {
        MemoryPlan.Of(model, sequenceLength - 1, recipe).Check(recipe.BatchSize, engine.MemoryBytes, "batch_size");
        (_model, _recipe, _sequenceLength) = (model, recipe, sequenceLength);
        _transformer = new GpuTransformer(engine, model, new PassSize(recipe.BatchSize, sequenceLength - 1, IsTrained: true));
        _optimizer = new GpuOptimizer(engine, model, _transformer.Parameters, recipe);
    }

    /// <summary>Computes the gradient of the mean cross-entropy over all labels of a batch.</summary>
    /// <param name="batch">Pictures of the batch.</param>
    /// <param name="step">Index of the step, from 0; selects the dropout masks.</param>
    /// <returns>The mean cross-entropy, in nats per pixel.</returns>
    public double Compute(ReadOnlySpan<TrainingPicture> batch, long step)
    {
        int labels = 0;
        foreach (TrainingPicture picture in batch) labels += picture.Pixels.Length - 1;
        _transformer.Parameters.Gradients.Clear();
        double sum = _transformer.AddGradient(batch, new DropoutContext(_recipe.Seed, step, 0), _sequenceLength, 1f / labels);
        _transformer.Parameters.CompleteGradients();
        return sum / labels;
    }

    /// <summary>Updates the parameters with the gradient of <see cref="Compute"/>.</summary>
    /// <param name="step">Number of earlier updates.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    /// <returns>The Euclidean norm of the gradient.</returns>
    public double Update(long step, double learningRate) => _optimizer.Step(step, learningRate);

    /// <summary>Copies the colour features of the model to the device, after its colours have changed.</summary>
    public void UpdateColors()
    {
        _transformer.Parameters.UploadFeatures();
        _transformer.Parameters.UpdateTables();
    }

    /// <summary>Copies the state of the training to the memory of the processor, in the layout of the parameters.</summary>
    /// <param name="values">Receives the parameters.</param>
    /// <param name="expAvg">Receives the first moments.</param>
    /// <param name="expAvgSq">Receives the second moments.</param>
    /// <param name="average">Receives the averages; empty without averages.</param>
    public void Download(Span<float> values, Span<float> expAvg, Span<float> expAvgSq, Span<float> average)
    {
        _transformer.Parameters.Values.Download(values);
        _optimizer.ExpAvg.Download(expAvg);
        _optimizer.ExpAvgSq.Download(expAvgSq);
        _optimizer.Average?.Download(average);
    }

    /// <summary>Copies the state of a training to the device.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="expAvg">First moments.</param>
    /// <param name="expAvgSq">Second moments.</param>
    /// <param name="average">Averages; empty without averages.</param>
    public void Upload(ReadOnlySpan<float> values, ReadOnlySpan<float> expAvg, ReadOnlySpan<float> expAvgSq, ReadOnlySpan<float> average)
    {
        _transformer.Parameters.Upload(values);
        _optimizer.ExpAvg.Upload(expAvg);
        _optimizer.ExpAvgSq.Upload(expAvgSq);
        _optimizer.Average?.Upload(average);
    }

    /// <summary>Copies the gradient of <see cref="Compute"/>.</summary>
    /// <param name="gradient">Receives the gradient, in the layout of the parameters.</param>
    public void DownloadGradient(Span<float> gradient) => _transformer.Parameters.Gradients.Download(gradient);

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _transformer.Dispose();
    }
}
