using System.Globalization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The result file of the course work with three lines: the FID, the reconstruction accuracy, and the compared pictures.</summary>
internal static class FidResultsFile
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "fid_results.txt";

    /// <summary>Writes the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="report">The distances with the FID.</param>
    /// <param name="accuracy">The reconstruction accuracy of the same completions, 0 to 1.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public static void Write(string path, DistanceReport report, double accuracy) => AtomicFile.WriteAllText(path, string.Create(
        CultureInfo.InvariantCulture, $"{Line(report.Frechet)}\nReconstruction Accuracy: {accuracy:0.0000}\nPictures: {report.Pictures} completed, {report.ReferencePictures} true, protocol {report.Protocol}\n"));

    /// <summary>Formats the first line.</summary>
    /// <param name="fid">The FID.</param>
    /// <returns>The line without a line break, for example <c>FID: 96.3400</c>.</returns>
    public static string Line(double fid) => string.Create(CultureInfo.InvariantCulture, $"FID: {fid:0.0000}");
}
