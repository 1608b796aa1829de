using System.Text;
using System.Text.Json;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The metrics of each epoch: <c>metrics.jsonl</c>, one JSON object per line. Each save replaces the whole file, so it never has an incomplete line.</summary>
internal sealed class MetricsLog
{
    /// <summary>Enough for about 200,000 epochs.</summary>
    private const int MaxFileBytes = 1 << 26;

    private readonly string _path;
    private readonly List<EpochMetrics> _epochs;

    private MetricsLog(string path, List<EpochMetrics> epochs)
    {
        _path = path;
        _epochs = epochs;
    }

    /// <summary>Whether the file has the same content as this object.</summary>
    internal bool IsSaved { get; set; } = true;

    /// <summary>The metrics of the finished epochs.</summary>
    public IReadOnlyList<EpochMetrics> Epochs => _epochs;

    /// <summary>Creates an empty log.</summary>
    /// <param name="path">The file that <see cref="Save"/> writes.</param>
    /// <returns>The log.</returns>
    public static MetricsLog Create(string path) => new(path, []);

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The log; empty if the file does not exist.</returns>
    /// <exception cref="InputException">A line is damaged.</exception>
    public static MetricsLog Load(string path)
    {
        var epochs = new List<EpochMetrics>();
        if (!File.Exists(path)) return new MetricsLog(path, epochs);
        int line = 0;
        using var reader = new StringReader(InputFile.ReadAllText(path, MaxFileBytes, "a run's metrics"));
        for (string? text; (text = reader.ReadLine()) is not null;)
        {
            line++;
            try
            {
                epochs.Add(JsonSerializer.Deserialize(text, RunJson.Compact.EpochMetrics) ?? throw new JsonException("the line is null"));
            }
            catch (Exception e) when (InputJson.IsFault(e))
            {
                throw InputException.At(path, line, $"damaged: {JsonFault.Describe(e)}");
            }
        }

        return new MetricsLog(path, epochs);
    }

    /// <summary>Checks that the log has every epoch up to the given one.</summary>
    /// <param name="lastEpoch">The number of finished epochs.</param>
    /// <exception cref="InputException">An epoch is missing.</exception>
    public void CheckComplete(int lastEpoch)
    {
        if (!_epochs.Take(lastEpoch).Select(m => m.Epoch).SequenceEqual(Enumerable.Range(1, lastEpoch)))
            throw new InputException($"{_path}: the run has finished epochs 1 to {lastEpoch}, but not all of them are in this file; restore it from a backup");
    }

    /// <summary>Removes the epochs after the given one, which will be trained again, and saves the file.</summary>
    /// <param name="lastEpoch">The last epoch that is not removed.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Truncate(int lastEpoch)
    {
        IsSaved &= _epochs.RemoveAll(m => m.Epoch > lastEpoch) == 0;
        Save();
    }

    /// <summary>Adds an epoch without saving.</summary>
    /// <param name="metrics">The metrics of the epoch.</param>
    public void Add(EpochMetrics metrics)
    {
        _epochs.Add(metrics);
        IsSaved = false;
    }

    /// <summary>Writes the file, unless it is up to date.</summary>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save()
    {
        if (IsSaved) return;
        var text = new StringBuilder();
        foreach (EpochMetrics metrics in _epochs) text.Append(JsonSerializer.Serialize(metrics, RunJson.Compact.EpochMetrics)).Append('\n');
        AtomicFile.WriteAllText(_path, text.ToString());
        IsSaved = true;
    }
}
