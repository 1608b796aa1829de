using PixelGpt.IO;

namespace PixelGpt.Cli.Hosting;

/// <summary>Checks the output folders of commands that have <c>--out</c>.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that files can be written to a folder, before the work whose result would be lost.</summary>
    /// <param name="session">The session; ranks of an MPI job that write no files check nothing.</param>
    /// <param name="folder">The folder; it is not created.</param>
    /// <exception cref="FailureException">Files cannot be written.</exception>
    public static void CheckWritable(this Session session, string folder) => session.CheckWritable(folder, "give another folder with --out");

    /// <summary>Checks that files can be written to a folder.</summary>
    /// <param name="session">The session; ranks of an MPI job that write no files check nothing.</param>
    /// <param name="folder">The folder; it is not created.</param>
    /// <param name="advice">What to do otherwise.</param>
    /// <exception cref="FailureException">Files cannot be written.</exception>
    public static void CheckWritable(this Session session, string folder, string advice)
    {
        if (session.IsRoot) AtomicFile.CheckWritable(folder, advice);
    }
}
