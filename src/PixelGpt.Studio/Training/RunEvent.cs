using PixelGpt.Studio.Contracts;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>An event of a run, as its followers receive it.</summary>
internal abstract record RunEvent;

/// <summary>The state of the run has changed.</summary>
internal sealed record RunStateEvent(RunInfo Run) : RunEvent;

/// <summary>An epoch is complete.</summary>
internal sealed record RunEpochEvent(EpochMetrics Metrics) : RunEvent;

/// <summary>A step is complete.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="Batch">The number of completed steps of the epoch.</param>
/// <param name="Batches">The number of steps per epoch.</param>
/// <param name="Loss">The mean training loss of the epoch so far, in nats per pixel.</param>
/// <param name="TokensPerSecond">The training speed, in predicted pixels per second.</param>
/// <param name="SecondsLeft">The estimated remaining training time; null if unknown.</param>
internal sealed record RunStepEvent(int Epoch, int Batch, int Batches, double Loss, double TokensPerSecond, double? SecondsLeft) : RunEvent;

/// <summary>Dev sprites were completed by the run's model.</summary>
/// <param name="Epoch">The epoch of the weights.</param>
/// <param name="Width">The width of a sprite.</param>
/// <param name="Height">The height of a sprite.</param>
/// <param name="PromptPixels">The number of pixels of a prompt.</param>
/// <param name="Pixels">The completed sprites as palette indices in raster order.</param>
internal sealed record RunSamplesEvent(int Epoch, int Width, int Height, int PromptPixels, IReadOnlyList<int[]> Pixels) : RunEvent;

/// <summary>Nothing has happened for a while. Sent so that clients and proxies do not close the connection.</summary>
internal sealed record RunPingEvent : RunEvent;

/// <summary>The run has ended.</summary>
internal sealed record RunEndEvent(RunState State) : RunEvent;
