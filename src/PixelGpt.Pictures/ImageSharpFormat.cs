using System.Runtime.InteropServices;
using PixelGpt.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace PixelGpt.Pictures;

/// <summary>A format whose pixels are decoded by ImageSharp. The sizes in the file are read and checked first, without ImageSharp.</summary>
/// <param name="name">The name of the format.</param>
/// <param name="extensions">The extensions of file names.</param>
internal abstract class ImageSharpFormat(string name, params string[] extensions) : IPictureFormat
{
    /// <summary>Maximum length of a message of ImageSharp that is repeated.</summary>
    private const int MaxReason = 120;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => extensions;

    /// <inheritdoc/>
    public abstract bool Recognizes(ReadOnlySpan<byte> bytes, string name);

    /// <inheritdoc/>
    public PictureContent Read(ReadOnlyMemory<byte> bytes, string name, PictureLimits limits)
    {
        try
        {
            return Read(new FileBytes(bytes), name, limits);
        }
        catch (EndOfStreamException)
        {
            throw Error(name, "the file is truncated");
        }
    }

    /// <summary>Reads a file whose sizes were not checked yet.</summary>
    /// <exception cref="InputException">The file is damaged or exceeds a limit.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter than it declares.</exception>
    protected abstract PictureContent Read(FileBytes file, string name, PictureLimits limits);

    /// <summary>Decodes a picture whose size was checked.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="convert">Converts the decoded picture.</param>
    /// <exception cref="InputException">The file is damaged, or has a feature that ImageSharp does not support.</exception>
    protected T Decode<T>(ReadOnlySpan<byte> file, string name, IImageDecoder decoder, Func<Image<Rgba32>, T> convert)
    {
        try
        {
            using Image<Rgba32> image = Image.Load<Rgba32>(ImageSharpSetup.Configuration, file, decoder);
            return convert(image);
        }
        catch (NotSupportedException e)
        {
            throw new InputException($"{name}: {Name} with a feature that is not supported: {Excerpt.Of(e.Message, MaxReason)}; save the picture as PNG", e);
        }
#pragma warning disable CA1031 // decoders throw exceptions of many types, such as IndexOutOfRangeException, for damaged files
        catch (Exception e) when (e is not PixelGptException)
        {
            throw Error(name, e is ImageFormatException ? Excerpt.Of(e.Message, MaxReason) : "its image data is damaged", e);
        }
#pragma warning restore CA1031
    }

    /// <summary>Creates the exception for an unreadable file.</summary>
    protected InputException Error(string name, string what, Exception? inner = null) => new($"{name}: unreadable {Name}: {what.TrimEnd('.')}; save or copy the picture again", inner);

    /// <summary>Copies a decoded frame.</summary>
    protected static PixelImage ToImage(ImageFrame<Rgba32> frame)
    {
        var image = new PixelImage(frame.Width, frame.Height);
        frame.CopyPixelDataTo(MemoryMarshal.Cast<Rgba, Rgba32>(image.Pixels));
        return image;
    }
}
