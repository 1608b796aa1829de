namespace PixelGpt.IO;

/// <summary>Writes folders atomically: under a temporary name next to the final one, then renamed.</summary>
internal static class AtomicFolder
{
    /// <summary>Writes a folder. An existing folder is moved aside first and deleted once the new one is in place.</summary>
    /// <param name="path">Path of the folder.</param>
    /// <param name="fill">Writes the files into the folder whose path it receives. If it throws, the temporary folder is deleted.</param>
    /// <exception cref="InputException"><paramref name="path"/> is the root of a disk.</exception>
    /// <exception cref="FailureException">The folder cannot be written, for example because the disk is full.</exception>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string parent = Path.GetDirectoryName(full) ?? throw new InputException($"{path}: this is the root of a disk; give a folder in it");
        string unique = AtomicFile.UniqueName(parent, full);
        string temporary = unique + ".tmp", old = unique + ".old";
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            if (Directory.Exists(full)) Directory.Move(full, old);
            try
            {
                Directory.Move(temporary, full);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Directory.Exists(old)) Directory.Move(old, full);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be written: {e.Message}", e);
        }
        finally
        {
            DeleteQuietly(temporary);
            DeleteQuietly(old);
        }
    }

    // An error during clean-up must not hide the original error.
    private static void DeleteQuietly(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
