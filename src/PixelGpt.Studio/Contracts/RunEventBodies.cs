namespace PixelGpt.Studio.Contracts;

/// <summary>The data of a <c>step</c> event.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="Batch">The number of completed steps of the epoch.</param>
/// <param name="Batches">The number of steps per epoch.</param>
/// <param name="Loss">The mean training loss of the epoch so far, in nats per pixel.</param>
/// <param name="TokensPerSecond">The training speed, in predicted pixels per second.</param>
/// <param name="SecondsLeft">The estimated remaining training time; null if unknown.</param>
internal sealed record RunStepBody(int Epoch, int Batch, int Batches, double Loss, double TokensPerSecond, double? SecondsLeft);

/// <summary>The data of a <c>samples</c> event: dev sprites completed greedily by the run's model.</summary>
/// <param name="Epoch">The epoch of the weights.</param>
/// <param name="Width">The width of a sprite.</param>
/// <param name="Height">The height of a sprite.</param>
/// <param name="PromptPixels">The number of pixels of a prompt.</param>
/// <param name="Pixels">The completed sprites as palette indices in raster order.</param>
internal sealed record RunSamplesBody(int Epoch, int Width, int Height, int PromptPixels, IReadOnlyList<int[]> Pixels);

/// <summary>The data of the <c>end</c> event.</summary>
/// <param name="State">The final state of the run.</param>
internal sealed record RunEndBody(RunState State);
