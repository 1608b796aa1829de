using System.Text;
using System.Text.Json;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary><c>metrics.jsonl</c>: an object an epoch. It is short, so it is written whole each time: never half a line.</summary>
public sealed class MetricsLog
{
    /// <summary>Some two hundred thousand epochs.</summary>
    private const int MaxFileBytes = 1 << 26;

    private readonly string _path;
    private readonly List<EpochMetrics> _epochs;

    private MetricsLog(string path, List<EpochMetrics> epochs)
    {
        _path = path;
        _epochs = epochs;
    }

    /// <summary>Whether the file holds what this does.</summary>
    internal bool IsSaved { get; set; } = true;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochMetrics> Epochs => _epochs;

    /// <summary>A log with nothing in it.</summary>
    public static MetricsLog Create(string path) => new(path, []);

    /// <summary>Reads a log, if there is one.</summary>
    /// <exception cref="InputException">A line of it is damaged.</exception>
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
                epochs.Add(JsonSerializer.Deserialize(text, RunJson.Compact.EpochMetrics) ?? throw new JsonException("null"));
            }
            catch (Exception e) when (InputJson.IsFault(e))
            {
                throw InputException.At(path, line, $"damaged: {Excerpt.Of(e.Message, 200)}");
            }
        }

        return new MetricsLog(path, epochs);
    }

    /// <summary>Makes sure that the epochs up to the given one are all there.</summary>
    /// <exception cref="InputException">They are not.</exception>
    public void CheckReaches(int epoch)
    {
        if (!_epochs.Take(epoch).Select(m => m.Epoch).SequenceEqual(Enumerable.Range(1, epoch)))
            throw new InputException($"{_path}: it should hold epochs 1 to {epoch}, which the run has done; put the whole file back");
    }

    /// <summary>Forgets epochs behind the given one, which are about to be trained again.</summary>
    public void Truncate(int lastEpoch)
    {
        IsSaved &= _epochs.RemoveAll(m => m.Epoch > lastEpoch) == 0;
        Save();
    }

    /// <summary>Adds an epoch, which is yet to be saved.</summary>
    public void Add(EpochMetrics metrics)
    {
        _epochs.Add(metrics);
        IsSaved = false;
    }

    /// <summary>Writes the file, if it does not hold all of this.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public void Save()
    {
        if (IsSaved) return;
        var text = new StringBuilder();
        foreach (EpochMetrics metrics in _epochs) text.Append(JsonSerializer.Serialize(metrics, RunJson.Compact.EpochMetrics)).Append('\n');
        AtomicFile.WriteAllText(_path, text.ToString());
        IsSaved = true;
    }
}
