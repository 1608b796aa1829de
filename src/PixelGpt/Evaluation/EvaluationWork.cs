namespace PixelGpt.Evaluation;

/// <summary>Keeps count of an evaluation's work as its parts go by: pictures drawn, the rest as so many of those as it takes long.</summary>
internal sealed class EvaluationWork(double total, IProgress<EvaluationProgress>? progress)
{
    /// <summary>How long scoring a picture takes, beside drawing it.</summary>
    public const double LikelihoodCost = 0.5;

    private double _before;

    /// <summary>Does a part, which reports the number of pictures it has done.</summary>
    public T Do<T>(string what, int pictures, double cost, Func<IProgress<int>, T> part)
    {
        Report(what, 0, pictures, cost);
        T result = part(new Part(this, what, pictures, cost));
        _before += pictures * cost;
        return result;
    }

    private void Report(string what, int done, int pictures, double cost) => progress?.Report(new EvaluationProgress(what, done, pictures, (_before + (done * cost)) / total));

    private sealed class Part(EvaluationWork work, string what, int pictures, double cost) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => work.Report(what, value, pictures, cost);
    }
}
