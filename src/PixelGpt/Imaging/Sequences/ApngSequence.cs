using PixelGpt.IO;

namespace PixelGpt.Imaging.Sequences;

/// <summary>Animated PNG files that repeat without end, with all colours and semi-transparent pixels.</summary>
internal sealed class ApngSequence : ISequenceWriter
{
    /// <inheritdoc/>
    public string Extension => ".apng";

    /// <inheritdoc/>
    public string Description => "animated PNG";

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => [path];

    /// <inheritdoc/>
    public string? Write(string path, PictureSequence sequence)
    {
        AtomicFile.Write(path, stream => Write(stream, sequence));
        return null;
    }

    /// <summary>Writes an animated PNG file to a stream, which stays open.</summary>
    /// <exception cref="InputException">There are too many pixels.</exception>
    public static void Write(Stream stream, PictureSequence sequence)
    {
        sequence.CheckPixels(sequence.Scale);
        PngWriter.WriteAnimation(stream, [.. sequence.Frames.Select(frame => (PixelScale.Enlarge(sequence.CanvasOf(frame), sequence.Scale), frame.Duration))]);
    }
}
