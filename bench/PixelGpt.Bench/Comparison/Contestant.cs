using System.Text.Json;

namespace PixelGpt.Bench.Comparison;

/// <summary>Seconds of one epoch.</summary>
internal readonly record struct EpochTime(double Train, double Evaluate);

/// <summary>One whole run of a contestant.</summary>
internal sealed record RunResult(IReadOnlyList<EpochTime> Epochs, double SecondsAnEpoch, long? PeakBytes);

/// <summary>A program that trains the course work's model, and how to read the times it reports.</summary>
internal sealed class Contestant(string name, Func<RunResult> run)
{
    public string Name { get; } = name;

    /// <summary>Trains once, from the start.</summary>
    public RunResult Run() => run();

    /// <summary>PixelGpt's command line; its times are those of <c>metrics.jsonl</c>.</summary>
    public static Contestant PixelGpt(CompareOptions options) => new("PixelGpt", () =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pixelgpt-compare-");
        try
        {
            string run = Path.Combine(folder.FullName, "run");
            var process = MeasuredProcess.Run("dotnet",
                [options.Cli, "train", "--data", options.Data, "--epochs", $"{options.Epochs}", "--threads", $"{options.Threads}", "--out", run, "--json"]);
            string metrics = Path.Combine(run, "metrics.jsonl");
            if (!File.Exists(metrics)) throw new FailureException($"{options.Cli}: training left no metrics.jsonl in its --out folder");
            return Result(process, File.ReadLines(metrics), "train_seconds", "eval_seconds", options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    /// <summary>The PyTorch peer; its times are in the lines it prints.</summary>
    /// <exception cref="InputException">There is no PyTorch to run it with, or only a crippled one.</exception>
    public static Contestant PyTorch(CompareOptions options) => new($"PyTorch {PyTorchInstallation.Find(options.Python)}", () =>
    {
        var process = MeasuredProcess.Run(options.Python,
            [options.Peer, "--data", Path.Combine(options.Data, "pixel_color.txt"), "--epochs", $"{options.Epochs}", "--threads", $"{options.Threads}"]);
        return Result(process, process.Output, "train_s", "eval_s", options);
    });

    private static RunResult Result(MeasuredProcess process, IEnumerable<string> lines, string train, string evaluate, CompareOptions options)
    {
        var epochs = new List<EpochTime>();
        foreach (string line in lines)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty(train, out JsonElement trained) && json.RootElement.TryGetProperty(evaluate, out JsonElement evaluated))
                epochs.Add(new EpochTime(trained.GetDouble(), evaluated.GetDouble()));
        }

        return epochs.Count == options.Epochs
            ? new RunResult(epochs, process.Seconds / options.Epochs, process.PeakBytes)
            : throw new FailureException($"of {options.Epochs} epochs {epochs.Count} were reported ('{train}', '{evaluate}')");
    }
}
