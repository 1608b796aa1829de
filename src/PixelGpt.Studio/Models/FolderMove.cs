namespace PixelGpt.Studio.Models;

/// <summary>Moves folders within the models folder.</summary>
internal static class FolderMove
{
    /// <summary>Moves a folder. Both places are on one disk, so the move is atomic.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="to">Its new path, which does not exist.</param>
    /// <exception cref="FailureException">The folder could not be moved, for example because another program has a file of it open.</exception>
    public static void Run(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{from}: could not be moved to {to}: {e.Message}", e);
        }
    }
}
