using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Training;

/// <summary>The limit on the size of the folder of a run.</summary>
/// <param name="maxBytes">The maximum size in bytes; null for no limit.</param>
internal sealed class RunSize(long? maxBytes)
{
    /// <summary>Returns why a run is too large; null if it is not.</summary>
    public string? ProblemOf(RunFolder folder)
    {
        if (maxBytes is not { } max) return null;
        long bytes = new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(LengthOf);
        return bytes <= max ? null : $"the run has {bytes} bytes on disk, and the limit of this studio is {max} bytes (--max-run-bytes); train a smaller model, or ask the operator";
    }

    /// <summary>Checks the size of a run before it is resumed.</summary>
    /// <exception cref="ApiException">The run is too large.</exception>
    public void Check(RunFolder folder)
    {
        if (ProblemOf(folder) is { } problem) throw ApiException.Conflict(problem);
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // A temporary file that has been renamed meanwhile.
            return 0;
        }
    }
}
