using PixelGpt.Formats.TensorBoard;

namespace PixelGpt.Runs.TensorBoard;

/// <summary>The folder with the events of a run: one per run in the folder that the user names, so that TensorBoard shows several runs side by side.</summary>
internal static class TensorBoardFolder
{
    /// <summary>Gets the folder of a run.</summary>
    /// <param name="directory">The folder that the user names.</param>
    /// <param name="run">The run.</param>
    public static string Of(string directory, RunFolder run) => Path.Combine(directory, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Path))));

    /// <summary>Checks that there are no events of another run.</summary>
    /// <param name="directory">The folder that the user names.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="InputException">There are.</exception>
    public static void CheckFree(string directory, RunFolder run)
    {
        string folder = Of(directory, run);
        if (EventFile.Find(folder) is not null) throw new InputException($"{folder}: the folder has the TensorBoard events of another run; delete it, or give another --tensorboard");
    }
}
