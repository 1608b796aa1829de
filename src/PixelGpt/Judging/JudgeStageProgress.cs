namespace PixelGpt.Judging;

/// <summary>Counts the progress of a stage, from any thread, and reports it to a listener.</summary>
internal sealed class JudgeStageProgress(IJudgeListener listener)
{
    private readonly Lock _lock = new();
    private long _done;

    public void Start(string what, string unit, long total)
    {
        _done = 0;
        listener.StageStarted(what, unit, total);
    }

    public void Add()
    {
        lock (_lock) listener.StageAdvanced(++_done);
    }
}
