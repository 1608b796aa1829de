using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Hears what goes on in a run: training, and whether it could be saved.</summary>
public interface IRunListener : ITrainingListener
{
    /// <summary>A save failed. All is kept in memory, and tried again.</summary>
    /// <param name="message">Why, in one line.</param>
    /// <param name="retryAfter">When it is tried again.</param>
    void SaveFailed(string message, TimeSpan retryAfter)
    {
    }

    /// <summary>What had failed before is saved now.</summary>
    void SaveRecovered()
    {
    }
}
