using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>A listener that ignores all events.</summary>
internal sealed class SilentListener : IRunListener
{
    public void StepDone(in StepReport report)
    {
    }

    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
    }
}
