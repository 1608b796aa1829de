namespace PixelGpt.Runs;

/// <summary>
/// An exclusive lock on a run folder: a file that is held open. The operating system releases it when the process ends
/// for any reason, so a killed run can be resumed.
/// </summary>
internal sealed class RunLock : IDisposable
{
    // HResults of a locked file: EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020)];

    // IsHeld in another process holds the file for microseconds, which is not a reason to fail.
    private const int MaxTries = 10;
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Locks a folder. The folder is created if it does not exist.</summary>
    /// <param name="folder">The run folder.</param>
    /// <returns>The lock; dispose it to release the folder.</returns>
    /// <exception cref="InputException">Another process has locked the folder.</exception>
    /// <exception cref="FailureException">The folder cannot be written to.</exception>
    public static RunLock Acquire(RunFolder folder)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                Directory.CreateDirectory(folder.Path);
                return new RunLock(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (HeldCodes.Contains(e.HResult))
            {
                if (tries == MaxTries) throw new InputException($"{folder.Path}: another process is training in this folder; wait for it to end, or give another --out", e);
                Thread.Sleep(TryInterval);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FailureException($"{folder.Path}: could not be written: {e.Message}", e);
            }
        }
    }

    /// <summary>Checks whether any process is training in the folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <returns>Whether the folder is locked.</returns>
    public static bool IsHeld(RunFolder folder)
    {
        if (!File.Exists(folder.Lock)) return false;
        try
        {
            // Shared reading, so that two callers of IsHeld do not see each other as lock holders.
            new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException e)
        {
            return HeldCodes.Contains(e.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
