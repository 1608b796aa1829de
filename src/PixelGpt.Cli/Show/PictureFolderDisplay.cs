using PixelGpt.Cli.Hosting;
using PixelGpt.Imaging;
using PixelGpt.Pictures;

namespace PixelGpt.Cli.Show;

/// <summary>Reads folders of pictures and reports the files that are skipped.</summary>
internal static class PictureFolderDisplay
{
    /// <summary>Maximum number of skipped files that are listed.</summary>
    public const int MaxShown = 10;

    /// <summary>Reads a folder and prints which of its files were skipped, and why.</summary>
    public static PictureFolder Load(Session session, string path, bool isStrict)
    {
        var folder = PictureFolder.Load(path, ReadableFormats.All, isStrict, session.CancellationToken);
        PictureFileReader reader = folder.Reader;
        if (reader.Skipped.Count > 0) Write($"skipped {DisplayFormat.Plural(reader.Skipped.Count, "file")}: {Excerpt.FirstOf(reader.Skipped, MaxShown)}");
        if (DisplayFormat.Ignored(folder.MacFiles, reader.Overviews) is { } ignored) Write($"ignored {ignored}");
        if (reader.Animated > 0) Write($"{reader.Frames} frames of {DisplayFormat.Plural(reader.Animated, "file")} are {reader.Frames} pictures");
        if (reader.Lossy > 0) Write(DisplayFormat.Lossy(reader.Lossy));
        if (reader.Warnings.Count > 0) Write($"warning: {Excerpt.FirstOf(reader.Warnings, MaxShown)}");
        return folder;

        void Write(string line) => session.WriteLine($"{path}: {line}");
    }
}
