using PixelGpt.Runs;
using PixelGpt.Training;

namespace OwnIdeas;

/// <summary>Writes one line per epoch and checkpoint, and stops training when the loss is low enough.</summary>
public sealed class OwnCallback(double enough, CancellationTokenSource stop, TextWriter log) : IRunListener
{
    public void StepDone(in StepReport report)
    {
        if (report.Loss < enough) stop.Cancel();
    }

    public void EpochDone(EpochMetrics metrics, bool isBest) => log.WriteLine($"epoch {metrics.Epoch}: loss {metrics.Loss:0.0000}{(isBest ? ", the best so far" : "")}");

    public void CheckpointSaved(TrainingState state) => log.WriteLine($"checkpoint at step {state.Step}");
}
