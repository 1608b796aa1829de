using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelGpt.IO;

/// <summary>
/// Writes files so that a reader sees the old content or the new, never a part: to a temporary name in the same
/// folder, flushed to the disk, then renamed.
/// </summary>
public static partial class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes a file through <paramref name="write"/>; if that throws, the old file is untouched and no trace is left.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="previousPath">Where the old file goes, if it is to be kept; a reader may then find only this one for a moment.</param>
    /// <exception cref="FailureException">The disk is full, or the place may not be written.</exception>
    public static void Write(string path, Action<Stream> write, string? previousPath = null)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new InputException($"{path}: is a folder, not a file to write");
        string temporary = OwnName(folder, full) + Suffix;
        bool written = false;
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (previousPath is not null && File.Exists(full)) File.Move(full, previousPath, overwrite: true);
            File.Move(temporary, full, overwrite: true);
            written = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be written: {e.Message}", e);
        }
        finally
        {
            if (!written) DeleteQuietly(temporary);
        }
    }

    /// <summary>Writes bytes.</summary>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Deletes what killed processes were writing in a folder; what a living one is writing stays.</summary>
    public static void DeleteLeftovers(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, ".*" + Suffix))
        {
            if (Leftover().Match(Path.GetFileName(path)) is { Success: true } match && !IsAlive(match.Groups[1].ValueSpan)) DeleteQuietly(path);
        }
    }

    /// <summary>A name in a folder for what becomes <paramref name="target"/>, hidden, and this process's own.</summary>
    internal static string OwnName(string folder, string target) => Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}-{Guid.NewGuid():N}");

    [GeneratedRegex(@"^\..+\.([0-9]{1,9})-[0-9a-f]{32}\.tmp$")]
    private static partial Regex Leftover();

    private static bool IsAlive(ReadOnlySpan<char> id)
    {
        int number = int.Parse(id, CultureInfo.InvariantCulture);
        if (number == Environment.ProcessId) return false;
        try
        {
            using var process = Process.GetProcessById(number);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // What went wrong before matters more than a leftover.
    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
