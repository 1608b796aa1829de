using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelGpt.IO;

/// <summary>
/// Writes files atomically: to a temporary file in the same folder, which is flushed to disk and then renamed. Readers
/// see either the old content or the new content, never a part of it.
/// </summary>
internal static partial class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes a file. If <paramref name="write"/> throws, the old file is unchanged and the temporary file is deleted.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="write">Writes the content to a stream.</param>
    /// <param name="previousPath">Path to move the old file to, or null to replace it. Between the two renames only the moved file exists.</param>
    /// <exception cref="InputException"><paramref name="path"/> is a folder.</exception>
    /// <exception cref="FailureException">The file cannot be written, for example because the disk is full.</exception>
    public static void Write(string path, Action<Stream> write, string? previousPath = null)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new InputException($"{path}: this is a folder; give the path of a file");
        string temporary = UniqueName(folder, full) + Suffix;
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

    /// <summary>Writes bytes to a file atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="bytes">The content.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes text to a file atomically, as UTF-8 without a byte order mark.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Checks that files can be written to a folder, or that it can be created, so that a long computation does not lose its result.</summary>
    /// <param name="folder">The folder; it is not created.</param>
    /// <param name="advice">What to do otherwise, such as <c>give another folder with --out</c>.</param>
    /// <exception cref="FailureException">Files cannot be written.</exception>
    public static void CheckWritable(string folder, string advice)
    {
        string existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        string probe = UniqueName(existing, "writable") + Suffix;
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{folder}: files cannot be written there: {e.Message.Replace(probe, existing, StringComparison.Ordinal)}; {advice}", e);
        }
        finally
        {
            DeleteQuietly(probe);
        }
    }

    /// <summary>Deletes temporary files that processes left behind when they were killed. Files of running processes are not deleted.</summary>
    /// <param name="folder">Folder to clean up.</param>
    public static void DeleteLeftovers(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, ".*" + Suffix))
        {
            if (Leftover().Match(Path.GetFileName(path)) is { Success: true } match && !IsAlive(match.Groups[1].ValueSpan)) DeleteQuietly(path);
        }
    }

    /// <summary>Returns a unique hidden path in a folder; the file name contains the process id.</summary>
    internal static string UniqueName(string folder, string target) => Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}-{Guid.NewGuid():N}");

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

    // An error during clean-up must not hide the original error.
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
