using System.Text;
using System.Text.Json;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The metrics of each epoch: <c>metrics.jsonl</c>, one JSON object per line, and <c>metrics.csv</c> with the same values. Each save replaces the whole files, so they never have an incomplete line.</summary>
internal sealed class MetricsLog
{
    /// <summary>Enough for about 200,000 epochs.</summary>
    private const int MaxFileBytes = 1 << 26;

    private readonly string _path;
    private readonly string _tablePath;
    private readonly List<EpochMetrics> _epochs;

    private MetricsLog(string path, List<EpochMetrics> epochs)
    {
        _path = path;
        _tablePath = Path.ChangeExtension(path, ".csv");
        _epochs = epochs;
    }

    /// <summary>Whether the files have the same content as this object.</summary>
    internal bool IsSaved { get; set; } = true;

    /// <summary>The metrics of the finished epochs.</summary>
    public IReadOnlyList<EpochMetrics> Epochs => _epochs;

    /// <summary>Creates an empty log.</summary>
    /// <param name="path">The JSON file that <see cref="Save"/> writes; the table is beside it.</param>
    /// <returns>The log.</returns>
    public static MetricsLog Create(string path) => new(path, []);

    /// <summary>Reads a log.</summary>
    /// <param name="path">The JSON file; the table is not read.</param>
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

    /// <summary>Removes the epochs after the given one, which will be trained again, and saves the files.</summary>
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

    /// <summary>Writes the files, unless they are up to date. Runs of earlier versions get their table.</summary>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public void Save()
    {
        if (IsSaved && (_epochs.Count == 0 || File.Exists(_tablePath))) return;
        var text = new StringBuilder();
        foreach (EpochMetrics metrics in _epochs) text.Append(JsonSerializer.Serialize(metrics, RunJson.Compact.EpochMetrics)).Append('\n');
        AtomicFile.WriteAllText(_path, text.ToString());
        AtomicFile.WriteAllText(_tablePath, MetricsTable.Write(_epochs));
        IsSaved = true;
    }
}
