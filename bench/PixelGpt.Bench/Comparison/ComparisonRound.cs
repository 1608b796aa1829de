using System.Text.Json;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Comparison;

/// <summary>The measurements of one program and model in one round.</summary>
internal sealed record ComparisonRound
{
    /// <summary>Name of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Size of the model, such as <c>2x64</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Description of the machine.</summary>
    public required string Machine { get; init; }

    /// <summary>Number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Seconds of training per epoch.</summary>
    public required MeasurementSummary Train { get; init; }

    /// <summary>Milliseconds for one picture.</summary>
    public required MeasurementSummary One { get; init; }

    /// <summary>Seconds for 80 pictures at once.</summary>
    public required MeasurementSummary Batch { get; init; }

    /// <summary>Peak resident memory, in MiB; null if unknown.</summary>
    public required double? PeakMegabytes { get; init; }

    /// <summary>Reads the rounds of earlier runs; none if the file does not exist.</summary>
    /// <exception cref="InputException">The file is not a file of rounds.</exception>
    public static IEnumerable<ComparisonRound> Load(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            return [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ComparisonRound>(line)!)];
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not a file of rounds: {e.Message}", e);
        }
    }

    /// <summary>Appends this round to a file.</summary>
    public void AppendTo(string path) => File.AppendAllText(path, JsonSerializer.Serialize(this) + "\n");
}
