using System.Globalization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The one line that the original leaves behind: <c>FID: 96.3400</c>.</summary>
public static class FidResultsFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "fid_results.txt";

    /// <summary>Writes the file.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public static void Write(string path, double fid) => AtomicFile.WriteAllText(path, Line(fid) + "\n");

    /// <summary>The line.</summary>
    public static string Line(double fid) => string.Create(CultureInfo.InvariantCulture, $"FID: {fid:0.0000}");
}
