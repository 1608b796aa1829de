using System.Globalization;
using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.TensorBoard;

/// <summary>A file of events that TensorBoard reads. It is only appended to, so that TensorBoard can read it at the same time.</summary>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.", Suffix = ".pixelgpt";

    private readonly FileStream _file;

    private EventFile(FileStream file, long lastStep)
    {
        _file = file;
        LastStep = lastStep;
    }

    /// <summary>The last step of the file; 0 if there is none.</summary>
    public long LastStep { get; private set; }

    /// <summary>Finds the file in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The path; null if there is none.</returns>
    public static string? Find(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}").Max(StringComparer.Ordinal) : null;

    /// <summary>Opens the file in a folder, or creates it. A record that was not completely written, and all records after a step, are removed.</summary>
    /// <param name="folder">The folder, which is created if it does not exist.</param>
    /// <param name="lastStep">The last step to keep.</param>
    /// <param name="time">The current time.</param>
    /// <exception cref="IOException">The file could not be read or written.</exception>
    public static EventFile Open(string folder, long lastStep, DateTimeOffset time)
    {
        Directory.CreateDirectory(folder);
        string path = Find(folder) ?? Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{time.ToUnixTimeSeconds():D10}{Suffix}"));
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var events = new EventFile(file, KeepUntil(file, lastStep));
            if (file.Length == 0) events.Append(EventMessage.FileStart(time));
            return events;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends values.</summary>
    /// <param name="time">The time of the event.</param>
    /// <param name="step">The step that the values belong to.</param>
    /// <param name="summary">The values.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Append(DateTimeOffset time, long step, EventSummary summary)
    {
        Append(EventMessage.WithValues(time, step, summary));
        LastStep = step;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Append(ProtobufMessage message)
    {
        // One write per record, so that a reader rarely sees a part of one.
        using var record = new MemoryStream();
        RecordFraming.Write(record, message.ToArray());
        _file.Write(record.GetBuffer(), 0, (int)record.Length);
        _file.Flush();
    }

    private static long KeepUntil(FileStream file, long lastStep)
    {
        long end = 0, last = 0;
        while (RecordFraming.Read(file) is { } content && EventMessage.StepOf(content) is { } step && step <= lastStep) (end, last) = (file.Position, Math.Max(last, step));
        file.SetLength(end);
        file.Position = end;
        return last;
    }
}
