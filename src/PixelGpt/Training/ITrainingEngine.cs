using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// Computes the steps of a training, on the processor or on another device. While a <see cref="Trainer"/> runs, the device has the current parameters,
/// moments and averages; at all other times the memory of the process has them.
/// </summary>
internal interface ITrainingEngine : IDisposable
{
    /// <summary>The Euclidean norm of the gradient that <see cref="Compute"/> computed.</summary>
    double GradientNorm { get; }

    /// <summary>The exchange of gradients between processes; null for one process.</summary>
    GradientExchange? Exchange { get; }

    /// <summary>Copies parameters, moments and averages to the device.</summary>
    void Upload();

    /// <summary>Copies parameters, moments and averages from the device, unless no step has changed them since the last copy. Afterwards the model computes with them.</summary>
    void Download();

    /// <summary>Tells the device that <see cref="Models.Transformer.ChangeColors"/> has changed the colours of the model.</summary>
    void UpdateColors();

    /// <summary>Computes the gradient of the mean loss over all labels of a batch.</summary>
    /// <param name="batch">Pictures of the batch, which may have different sizes.</param>
    /// <param name="step">Index of the step, from 0; selects the dropout masks.</param>
    /// <returns>The mean loss, in nats per pixel.</returns>
    double Compute(ReadOnlyMemory<TrainingPicture> batch, long step);

    /// <summary>Returns the gradient that <see cref="Compute"/> computed, in the layout of the parameters. The next step overwrites it.</summary>
    FloatBuffer Gradient();

    /// <summary>Updates parameters, moments and averages with the gradient.</summary>
    /// <param name="step">Number of earlier updates.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    void Update(long step, double learningRate);
}
