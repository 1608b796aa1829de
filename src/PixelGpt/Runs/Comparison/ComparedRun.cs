namespace PixelGpt.Runs.Comparison;

/// <summary>An evaluated run in a comparison.</summary>
/// <param name="Name">The name of the run, unique within the comparison.</param>
/// <param name="Report">The evaluation.</param>
internal sealed record ComparedRun(string Name, EvaluationReport Report)
{
    /// <summary>Reads the evaluation of a run.</summary>
    /// <param name="name">The name of the run in the comparison.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="argument">The folder as a command-line argument, for error messages.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">The path is not a run, the run is not evaluated, or its weights have changed since.</exception>
    public static ComparedRun Load(string name, RunFolder folder, string argument)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder.Path)) throw new InputException($"{argument}: this is a file, not the folder of a run");
        if (!File.Exists(folder.Evaluation) && !ModelSource.Of(folder).HasModel && !folder.HasRun) throw new InputException($"{argument}: the folder has no run or model");
        if (!File.Exists(folder.Evaluation)) throw new InputException($"{argument}: the run is not evaluated; evaluate it with: pixelgpt evaluate {argument}");
        var report = EvaluationReport.Load(folder.Evaluation);
        if (report.Model?.WeightsChecksum is { } evaluated && ModelDescription.ChecksumOf(folder.Weights) is { } current && current != evaluated)
            throw new InputException($"{argument}: the weights have changed since the evaluation; evaluate again with: pixelgpt evaluate {argument}");
        return new ComparedRun(name, report);
    }
}
