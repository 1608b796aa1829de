namespace PixelGpt.Judging;

/// <summary>Hears how the making of a judge goes on. All calls come from one thread at a time.</summary>
public interface IJudgeListener
{
    /// <summary>Something new begins.</summary>
    /// <param name="what">What, for people.</param>
    /// <param name="unit">What it is counted in.</param>
    /// <param name="total">How many of them there are.</param>
    void StageBegun(string what, string unit, long total);

    /// <summary>So many of the stage under way are done.</summary>
    void Advanced(long done);

    /// <summary>The generator has gone through its pictures once more.</summary>
    /// <param name="epoch">Which pass that was, from 1.</param>
    /// <param name="epochs">How many there are.</param>
    /// <param name="loss">Mean training loss, nats a pixel.</param>
    /// <param name="devLoss">The same on the dev split.</param>
    void GeneratorLearned(int epoch, int epochs, double loss, double devLoss);

    /// <summary>A judge has learned.</summary>
    /// <param name="without">The kind of negative it has not seen; null for the judge itself.</param>
    /// <param name="devArea">The area under the ROC curve on dev, mean over the kinds it has seen.</param>
    void JudgeLearned(string? without, double devArea);
}

/// <summary>Counts what is done, from any thread, and tells a listener.</summary>
internal sealed class StageCount(IJudgeListener listener)
{
    private readonly Lock _lock = new();
    private long _done;

    public void Begin(string what, string unit, long total)
    {
        _done = 0;
        listener.StageBegun(what, unit, total);
    }

    public void Add()
    {
        lock (_lock) listener.Advanced(++_done);
    }
}
