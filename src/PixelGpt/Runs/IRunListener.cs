using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Receives the events of a run: training steps and epochs, and failed saves.</summary>
public interface IRunListener : ITrainingListener
{
    /// <summary>Called when a save failed. The state stays in memory and saving is retried.</summary>
    /// <param name="message">The reason, in one line.</param>
    /// <param name="retryAfter">The time until the next try.</param>
    void SaveFailed(string message, TimeSpan retryAfter)
    {
    }

    /// <summary>Called when a checkpoint has been saved: after each epoch, every few minutes, and when training stops. A run that is interrupted afterwards can be resumed from it.</summary>
    /// <param name="state">The training state that was saved.</param>
    void CheckpointSaved(TrainingState state)
    {
    }

    /// <summary>Called when a save succeeds after failed ones.</summary>
    void SaveRecovered()
    {
    }

    /// <summary>Called when events for TensorBoard could not be written. Training continues, and the events are written with those of the next epoch.</summary>
    /// <param name="message">The reason, in one line.</param>
    void LogFailed(string message)
    {
    }
}
