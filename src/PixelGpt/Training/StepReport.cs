using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>The progress of training after a step.</summary>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Batch">Number of completed steps of the epoch.</param>
/// <param name="Batches">Number of steps per epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far, in nats per pixel; NaN if all its steps were skipped.</param>
/// <param name="TokensPerSecond">Training speed of the epoch so far, in predicted pixels per second.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct StepReport(int Epoch, int Batch, int Batches, double Loss, double TokensPerSecond);
