namespace PixelGpt.Evaluation;

/// <summary>Reports the progress of an evaluation. The unit of work is the generation of one picture; other work is converted to it by its duration.</summary>
/// <param name="total">Work of the whole evaluation.</param>
/// <param name="progress">Receives the progress; may be null.</param>
internal sealed class EvaluationProgressTracker(double total, IProgress<EvaluationProgress>? progress)
{
    /// <summary>The duration of computing the likelihood of a picture, relative to generating it.</summary>
    public const double LikelihoodCost = 0.5;

    private double _completedWork;

    /// <summary>Runs a stage, which reports the number of completed pictures.</summary>
    /// <param name="stage">Description of the stage.</param>
    /// <param name="pictures">Number of pictures in the stage.</param>
    /// <param name="cost">Work per picture.</param>
    /// <param name="run">Runs the stage.</param>
    /// <returns>The result of the stage.</returns>
    public T Run<T>(string stage, int pictures, double cost, Func<IProgress<int>, T> run)
    {
        Report(stage, 0, pictures, cost);
        T result = run(new StageReporter(this, stage, pictures, cost));
        _completedWork += pictures * cost;
        return result;
    }

    private void Report(string stage, int completed, int pictures, double cost) =>
        progress?.Report(new EvaluationProgress(stage, completed, pictures, (_completedWork + (completed * cost)) / total));

    private sealed class StageReporter(EvaluationProgressTracker tracker, string stage, int pictures, double cost) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => tracker.Report(stage, value, pictures, cost);
    }
}
