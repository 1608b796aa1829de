using PixelGpt.IO;

namespace PixelGpt.Cli.Hosting;

/// <summary>Checks the output folders of commands that have <c>--out</c>.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that files can be written to a folder, before the work whose result would be lost.</summary>
    /// <param name="folder">The folder; it is not created.</param>
    /// <exception cref="FailureException">Files cannot be written.</exception>
    public static void CheckWritable(string folder) => AtomicFile.CheckWritable(folder, "give another folder with --out");
}
