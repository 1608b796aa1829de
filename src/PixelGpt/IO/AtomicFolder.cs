namespace PixelGpt.IO;

/// <summary>Writes a folder so that it is there whole or not at all: under a temporary name beside it, then renamed.</summary>
public static class AtomicFolder
{
    /// <summary>Writes a folder. One that is there already is put away first and deleted only when the new one has its place.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fill">Puts the files into the folder it is given; if it throws, no trace is left.</param>
    /// <exception cref="FailureException">The disk is full, or the place may not be written.</exception>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string parent = Path.GetDirectoryName(full) ?? throw new InputException($"{path}: the root of a disk cannot be written over; name a folder in it");
        string own = AtomicFile.OwnName(parent, full);
        string temporary = own + ".tmp", old = own + ".old";
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

    // What went wrong before matters more than a leftover.
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
