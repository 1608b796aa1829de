using PixelGpt.Models;

namespace PixelGpt.Training;

/// <summary>
/// A device other than the processor that trains models and completes pictures, such as a graphics processor; the package PixelGpt.Gpu opens them. A device can
/// serve several trainers and decoders, one after the other. Results are close to those of the processor, but not the same bits.
/// </summary>
public abstract class ComputeDevice : IDisposable
{
    internal ComputeDevice()
    {
    }

    /// <summary>The name that selects the device, such as <c>cuda:0</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The name that its driver reports.</summary>
    public abstract string Name { get; }

    /// <summary>Prepares the training of a model.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="state">Moments and averages.</param>
    /// <param name="size">Maximum size of the batches.</param>
    /// <exception cref="InputException">The device cannot compute the model, or has not enough memory.</exception>
    internal abstract ITrainingEngine CreateTraining(Transformer model, TrainingRecipe recipe, OptimizerState state, BatchShape size);

    /// <summary>Copies a model to the device, to compute logits there.</summary>
    /// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
    /// <param name="size">Size of the passes. If the memory is not enough for as many sequences, there are fewer.</param>
    /// <exception cref="InputException">The device cannot compute the model, or has not enough memory for one sequence.</exception>
    internal abstract ILoadedModel Load(IReadOnlyList<Transformer> transformers, LoadedModelSize size);

    /// <summary>Closes the device. Dispose of the trainers and decoders that use it first.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the device.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> is called.</param>
    protected abstract void Dispose(bool disposing);
}
