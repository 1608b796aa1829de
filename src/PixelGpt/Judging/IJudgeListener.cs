namespace PixelGpt.Judging;

/// <summary>Hears how the making of a judge goes on.</summary>
public interface IJudgeListener
{
    /// <summary>Something new begins.</summary>
    /// <param name="what">What, for people.</param>
    void StageBegun(string what);

    /// <summary>A step is done.</summary>
    void StepDone(in JudgeStep report);

    /// <summary>A pass over the train split is done.</summary>
    void EpochDone(JudgeEpoch report);
}

/// <summary>How far the whole job has come.</summary>
/// <param name="Done">Pictures trained on.</param>
/// <param name="Total">Pictures that will have been trained on at its end.</param>
/// <param name="Loss">The mean loss of the epoch so far, nats a picture (of the generator, nats a pixel).</param>
/// <param name="PicturesPerSecond">The speed of this step.</param>
public readonly record struct JudgeStep(long Done, long Total, double Loss, double PicturesPerSecond);

/// <summary>What is known at the end of an epoch.</summary>
/// <param name="Epoch">Which, from 1.</param>
/// <param name="Epochs">How many there are.</param>
/// <param name="Loss">Mean training loss, nats a picture.</param>
/// <param name="DevLoss">The same on dev, real sprites and others counting half each.</param>
/// <param name="DevArea">The area under the ROC curve on dev, mean over the kinds of negatives.</param>
public sealed record JudgeEpoch(int Epoch, int Epochs, double Loss, double DevLoss, double DevArea);

/// <summary>Counts pictures over all stages for a listener.</summary>
internal sealed class JudgeProgress(IJudgeListener listener, long total)
{
    private long _done;

    public IJudgeListener Listener { get; } = listener;

    public void Step(int pictures, double loss, double picturesPerSecond)
    {
        _done += pictures;
        Listener.StepDone(new JudgeStep(_done, total, loss, picturesPerSecond));
    }
}
