using System.Buffers.Binary;
using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Gif;

namespace PixelGpt.Pictures;

/// <summary>
/// GIF (CompuServe, versions 87a and 89a): all frames. They are decoded one by one and composed here, so that memory is needed
/// for one decoded frame only.
/// </summary>
internal sealed class GifPictures() : ImageSharpFormat("GIF", ".gif")
{
    private const int Extension = 0x21, GraphicControl = 0xF9, Descriptor = 0x2C, Trailer = 0x3B;
    private const int ScreenLength = 13, DescriptorLength = 10;

    /// <summary>Milliseconds of the unit of a delay.</summary>
    private const int DelayUnit = 10;

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name) => bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8);

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        (int width, int height) = (file.Word(6), file.Word(8));
        List<Frame> parts = FindFrames(file, name, out bool isTruncated);
        if (parts.Count == 0) throw Error(name, isTruncated ? "the file ends within its first frame" : "it has no frame");
        Frame[] read = [.. parts.Take(limits.FramesOf(parts.Count))];
        limits.Check(name, width, height, read.Length);
        long pixels = 0;
        foreach (Frame frame in read)
        {
            // A frame can be larger than the picture; its pixels are decoded nevertheless.
            if ((pixels += Math.Max((long)width * height, (long)frame.Width * frame.Height)) > limits.MaxPixels) throw new InputException($"{name}: the frames have more than {limits.MaxPixels} pixels in total; use fewer or smaller frames");
        }

        var canvas = new FrameCanvas(width, height);
        PixelImage[] frames = [.. read.Select((frame, i) => Show(canvas, frame, Decode(Single(file, frame), name, new GifDecoder(), image => ToImage(image.Frames.RootFrame)), width, height, isFirst: i == 0))];
        return new PictureContent(frames) { FrameCount = parts.Count, Durations = [.. read.Select(frame => frame.Delay * DelayUnit)], Warnings = isTruncated ? [$"the file is truncated after frame {parts.Count}"] : [] };
    }

    private static PixelImage Show(FrameCanvas canvas, Frame frame, PixelImage image, int width, int height, bool isFirst)
    {
        FrameDisposal disposal = frame.Disposal switch { 2 => FrameDisposal.Clear, 3 => isFirst ? FrameDisposal.Clear : FrameDisposal.Restore, _ => FrameDisposal.Keep };
        (int visibleWidth, int visibleHeight) = (Math.Min(image.Width, width - frame.X), Math.Min(image.Height, height - frame.Y));
        if (visibleWidth <= 0 || visibleHeight <= 0) return canvas.Show(new PixelImage(1, 1), 0, 0, isBlended: true, FrameDisposal.Keep);
        return canvas.Show(image.Crop(new PixelArea(0, 0, visibleWidth, visibleHeight)), frame.X, frame.Y, isBlended: true, disposal);
    }

    /// <summary>Finds the complete frames.</summary>
    private static List<Frame> FindFrames(FileBytes file, string name, out bool isTruncated)
    {
        var frames = new List<Frame>();
        isTruncated = false;
        try
        {
            int at = ScreenLength + TableLength(file.Byte(10)), flags = 0, delay = 0, transparent = 0;
            for (int kind; (kind = file.Byte(at)) != Trailer;)
            {
                if (kind == Extension)
                {
                    if (file.Byte(at + 1) == GraphicControl && file.Byte(at + 2) >= 4) (flags, delay, transparent) = (file.Byte(at + 3), file.Word(at + 4), file.Byte(at + 6));
                    at = SkipBlocks(file, at + 2);
                }
                else if (kind == Descriptor)
                {
                    int table = TableLength(file.Byte(at + 9)), end = SkipBlocks(file, at + DescriptorLength + table + 1);
                    if (frames.Count == PictureLimits.MaxFrames) throw new InputException($"{name}: the file has more than {PictureLimits.MaxFrames} frames; divide it");
                    frames.Add(new Frame(at, end, file.Word(at + 1), file.Word(at + 3), file.Word(at + 5), file.Word(at + 7), flags, delay, transparent));
                    (at, flags, delay, transparent) = (end, 0, 0, 0);
                }
                else
                {
                    // Viewers stop at an unknown block.
                    isTruncated = true;
                    break;
                }
            }
        }
        catch (EndOfStreamException)
        {
            isTruncated = true;
        }

        return frames;
    }

    /// <summary>Writes a frame as a file of its own, whose picture has the size of the frame.</summary>
    private static byte[] Single(FileBytes file, Frame frame)
    {
        using var output = new MemoryStream();
        output.Write(file.Slice(0, ScreenLength + TableLength(file.Byte(10))));
        output.Write([Extension, GraphicControl, 4, (byte)frame.Flags, 0, 0, (byte)frame.Transparent, 0]);
        int descriptor = (int)output.Length;
        output.Write(file.Slice(frame.At, frame.End - frame.At));
        output.WriteByte(Trailer);
        byte[] single = output.ToArray();
        foreach (int at in (int[])[6, descriptor + 5])
        {
            BinaryPrimitives.WriteUInt16LittleEndian(single.AsSpan(at), (ushort)frame.Width);
            BinaryPrimitives.WriteUInt16LittleEndian(single.AsSpan(at + 2), (ushort)frame.Height);
        }

        single.AsSpan(descriptor + 1, 4).Clear();
        return single;
    }

    private static int TableLength(int flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int SkipBlocks(FileBytes file, int at)
    {
        while (file.Byte(at) is > 0 and byte length) at += 1 + length;
        return at + 1;
    }

    /// <summary>A frame: the position and end of its descriptor and data, its area, and its graphic control extension.</summary>
    private readonly record struct Frame(int At, int End, int X, int Y, int Width, int Height, int Flags, int Delay, int Transparent)
    {
        /// <summary>What happens after the frame: 2 restores the background, 3 the picture before the frame.</summary>
        public int Disposal => (Flags >> 2) & 7;
    }
}
