using System.Globalization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The result file of the course's original script with a single line, for example <c>FID: 96.3400</c>.</summary>
internal static class FidResultsFile
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "fid_results.txt";

    /// <summary>Writes the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="fid">The FID.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public static void Write(string path, double fid) => AtomicFile.WriteAllText(path, Line(fid) + "\n");

    /// <summary>Formats the line.</summary>
    /// <param name="fid">The FID.</param>
    /// <returns>The line without a line break.</returns>
    public static string Line(double fid) => string.Create(CultureInfo.InvariantCulture, $"FID: {fid:0.0000}");
}
