namespace PixelGpt.Runs;

/// <summary>
/// Keeps a run folder to one process: a file that is held open and locked. The system lets go of it when the process
/// ends, in whatever way, so a run that was killed is not locked out of its own folder.
/// </summary>
internal sealed class RunLock : IDisposable
{
    // What the runtime says of a file that another has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020)];

    // Who only looks, IsHeld, holds the file for microseconds.
    private const int MaxTries = 10;
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes a folder, which is made if it is not there.</summary>
    /// <exception cref="InputException">Another process has it.</exception>
    /// <exception cref="FailureException">Nothing can be written there.</exception>
    public static RunLock Take(RunFolder folder)
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

    /// <summary>Whether a run is being trained, by whatever process.</summary>
    public static bool IsHeld(RunFolder folder)
    {
        if (!File.Exists(folder.Lock)) return false;
        try
        {
            // To read beside other readers: who looks does not stand in the way of who looks too.
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
