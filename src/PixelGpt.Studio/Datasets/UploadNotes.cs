using PixelGpt.Import;

namespace PixelGpt.Studio.Datasets;

/// <summary>Says what an import left out or changed, in words for artists.</summary>
internal static class UploadNotes
{
    private const int MaxNamed = 3;

    /// <summary>Returns one sentence for each thing that was left out or changed.</summary>
    public static IEnumerable<string> Of(ImportReport report)
    {
        if (report.Blank > 0) yield return $"{Pictures(report.Blank)} left out, because nothing is drawn on {(report.Blank == 1 ? "it" : "them")}.";
        if (report.Duplicates > 0) yield return $"{Pictures(report.Duplicates)} left out, because {(report.Duplicates == 1 ? "it is a copy" : "they are copies")} of another one.";
        if (report.Overviews > 0) yield return $"{Pictures(report.Overviews)} left out, because PixelGpt has drawn {(report.Overviews == 1 ? "it as an overview" : "them as overviews")}.";
        foreach (string sentence in Named([.. (report.Skipped ?? []).Select(s => $"{s.Path} ({s.Width}×{s.Height} pixels) was left out, because it is {s.Reason}")])) yield return sentence;
        foreach (string sentence in Named([.. report.SkippedFiles.Select(file => $"Left out: {Plain(file)}")])) yield return sentence;
        foreach (string sentence in Named([.. report.Warnings.Select(Plain)])) yield return sentence;
        if (report.Reduced > 0) yield return report.Reduced == 1 ? "One enlarged picture was reduced to its original size." : $"{report.Reduced} enlarged pictures were reduced to their original size.";
        if (report.LossyFiles > 0) yield return $"{(report.LossyFiles == 1 ? "One file is" : $"{report.LossyFiles} files are")} compressed like a photo, which blurs the colours. PNG files are better.";
        if (report.MadeOpaque + report.MadeTransparent > 0) yield return $"{report.MadeOpaque + report.MadeTransparent} half-transparent pixels were made solid or empty.";
        if (report.Colors.Origin == PaletteOrigin.Quantized) yield return $"The {report.Colors.ColorsFound} colours were reduced to {report.Colors.Palette.Count}.";
    }

    private static string Pictures(int count) => count == 1 ? "One picture was" : $"{count} pictures were";

    /// <summary>Removes the parts of a message that name options of the command line.</summary>
    public static string Plain(string message) => string.Join("; ", message.Split("; ").Where(part => !part.Contains("--", StringComparison.Ordinal)));

    private static IEnumerable<string> Named(IReadOnlyList<string> messages)
    {
        foreach (string message in messages.Take(MaxNamed)) yield return $"{message.TrimEnd('.')}.";
        if (messages.Count > MaxNamed) yield return $"… and {messages.Count - MaxNamed} more like this.";
    }
}
