using PixelGpt.Imaging;
using PixelGpt.Imaging.Sequences;
using PixelGpt.IO;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;

namespace PixelGpt.Pictures;

/// <summary>Animated GIF files that repeat without end. Each frame has its own exact palette of up to 256 colours; nothing is dithered.</summary>
internal sealed class GifSequence : ISequenceWriter
{
    private const int MaxColors = 256;

    /// <summary>Milliseconds of the unit of a delay.</summary>
    private const int DelayUnit = 10;

    /// <summary>The shortest delay that browsers use; a shorter one is replaced by a longer one.</summary>
    private const int MinDelay = 2;

    /// <inheritdoc/>
    public string Extension => ".gif";

    /// <inheritdoc/>
    public string Description => "animation";

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => [path];

    /// <inheritdoc/>
    public string? Write(string path, PictureSequence sequence)
    {
        string? note = null;
        AtomicFile.Write(path, stream => note = Write(stream, sequence));
        return note;
    }

    /// <summary>Writes a GIF file to a stream, which stays open.</summary>
    /// <returns>What was changed; null if nothing.</returns>
    /// <exception cref="InputException">A frame has more than 256 colours, or there are too many pixels.</exception>
    public static string? Write(Stream stream, PictureSequence sequence)
    {
        sequence.CheckPixels(sequence.Scale);
        int translucent = 0;
        using var gif = new Image<Rgba32>(ImageSharpSetup.Configuration, sequence.Width * sequence.Scale, sequence.Height * sequence.Scale);
        bool hasTransparency = false;
        foreach (SequenceFrame frame in sequence.Frames)
        {
            Rgba32[] pixels = PixelsOf(sequence, frame, out int changed);
            CheckColors(frame, pixels);
            hasTransparency |= pixels.Contains(default(Rgba32));
            translucent += changed;
            ImageFrame<Rgba32> added = gif.Frames.AddFrame(pixels);
            added.Metadata.GetGifMetadata().FrameDelay = Math.Clamp((frame.Duration + (DelayUnit / 2)) / DelayUnit, MinDelay, ushort.MaxValue);
        }

        // A picture is created with an empty frame.
        gif.Frames.RemoveFrame(0);

        // Without it, pixels of the frame before would show through transparent ones.
        foreach (ImageFrame<Rgba32> frame in gif.Frames) frame.Metadata.GetGifMetadata().DisposalMethod = hasTransparency ? GifDisposalMethod.RestoreToBackground : GifDisposalMethod.NotDispose;
        gif.Metadata.GetGifMetadata().RepeatCount = 0;
        gif.Save(stream, new GifEncoder { Quantizer = new ExactQuantizer(), ColorTableMode = GifColorTableMode.Local });
        return translucent == 0 ? null : $"{translucent} semi-transparent pixels became opaque or transparent, because GIF has no others; save them as .aseprite or .json";
    }

    /// <summary>Returns the enlarged pixels of a frame, each of them opaque or transparent.</summary>
    private static Rgba32[] PixelsOf(PictureSequence sequence, SequenceFrame frame, out int changed)
    {
        PixelImage canvas = sequence.CanvasOf(frame);
        changed = 0;
        foreach (ref Rgba pixel in canvas.Pixels)
        {
            if (pixel.A is > 0 and < 255) changed++;
            pixel = pixel.IsOpaque ? pixel with { A = 255 } : default;
        }

        return [.. PixelScale.Enlarge(canvas, sequence.Scale).Pixels.ToArray().Select(p => new Rgba32(p.R, p.G, p.B, p.A))];
    }

    private static void CheckColors(SequenceFrame frame, Rgba32[] pixels)
    {
        int colors = pixels.Distinct().Count();
        if (colors > MaxColors) throw new InputException($"a GIF must have at most {MaxColors} colours per frame, but '{Excerpt.Of(frame.Name)}' has {colors}; save it as .aseprite or .json");
    }
}
