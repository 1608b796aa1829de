using PixelGpt.Evaluation;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Training;

/// <summary>An evaluation that waits, runs or has ended.</summary>
/// <param name="id">The id of the run.</param>
/// <param name="work">Evaluates the run.</param>
/// <param name="describe">Words a failure for clients.</param>
internal sealed class EvaluationJob(string id, Action<IProgress<EvaluationProgress>> work, Func<Exception, string> describe) : IProgress<EvaluationProgress>
{
    private readonly Lock _gate = new();
    private EvaluationBody _status = new(EvaluationState.Queued, 0, null);

    /// <summary>The id of the run.</summary>
    public string Id => id;

    /// <summary>The state and the progress.</summary>
    public EvaluationBody Status
    {
        get
        {
            lock (_gate) return _status;
        }

        private set
        {
            lock (_gate) _status = value;
        }
    }

    /// <summary>Whether the evaluation waits or is running.</summary>
    public bool IsLive => Status.State is EvaluationState.Queued or EvaluationState.Running;

    /// <summary>Evaluates on the calling thread.</summary>
    public void Run()
    {
        Status = new EvaluationBody(EvaluationState.Running, 0, null);
        try
        {
            work(this);
            Status = new EvaluationBody(EvaluationState.Done, 1, null);
        }
        catch (Exception e)
        {
            // Any exception ends this evaluation only; the queue continues with the next one.
            Status = new EvaluationBody(EvaluationState.Failed, Status.Progress, describe(e));
        }
    }

    /// <inheritdoc/>
    public void Report(EvaluationProgress value)
    {
        lock (_gate)
        {
            if (_status.State == EvaluationState.Running) _status = _status with { Progress = Math.Max(_status.Progress, Math.Round(value.Fraction, 3)) };
        }
    }
}
