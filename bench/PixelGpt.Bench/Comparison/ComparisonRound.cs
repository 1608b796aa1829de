using System.Text.Json;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Comparison;

/// <summary>What one program did in one round.</summary>
/// <param name="Program">Which program.</param>
/// <param name="Model">Which model, such as <c>2x64</c>.</param>
/// <param name="Machine">What on.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Train">Seconds of training an epoch.</param>
/// <param name="One">Milliseconds of one picture.</param>
/// <param name="Batch">Seconds of 80 pictures at once.</param>
/// <param name="PeakMegabytes">The most memory resident at once, MiB.</param>
internal sealed record ComparisonRound(string Program, string Model, string Machine, int Threads, MeasurementSummary Train, MeasurementSummary One, MeasurementSummary Batch, double? PeakMegabytes)
{
    /// <summary>Rounds of earlier calls.</summary>
    /// <exception cref="InputException">The file holds something else.</exception>
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

    /// <summary>Adds this round to a file.</summary>
    public void AppendTo(string path) => File.AppendAllText(path, JsonSerializer.Serialize(this) + "\n");
}
