using System.Buffers.Binary;
using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Metadata;

namespace PixelGpt.Pictures;

/// <summary>TIFF 6.0: all pages, which may differ in size. Thumbnails are left out.</summary>
internal sealed class TiffPictures() : ImageSharpFormat("TIFF", ".tif", ".tiff")
{
    private const int SubfileType = 254, ImageWidth = 256, ImageHeight = 257, Compression = 259, TileWidth = 322, TileHeight = 323;

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name) => bytes is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..];

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        bool isBig = file.Byte(0) == (byte)'M';
        if (file.Slice(2, 2).Contains((byte)43)) throw new InputException($"{name}: BigTIFF is not supported; save the picture as TIFF or PNG");
        List<Page> pages = FindPages(file, name, isBig, out string? fault);
        Page[] pictures = [.. pages.Where(page => !page.IsThumbnail)];
        if (pictures.Length == 0) pictures = [.. pages];
        if (pictures.Length == 0) throw Error(name, fault ?? "it has no picture");
        Page[] read = pictures[..limits.FramesOf(pictures.Length)];
        long pixels = 0;
        foreach (Page page in read)
        {
            limits.Check(name, page.Width, page.Height, 1);
            limits.Check(name, Math.Max(1, page.TileWidth), Math.Max(1, page.TileHeight), 1);
            if ((pixels += page.Width * page.Height) > limits.MaxPixels) throw new InputException($"{name}: the {read.Length} pages exceed the limit of {limits.MaxPixels} pixels in total; use fewer or smaller pages");
        }

        // Each page is decoded alone, because the decoder follows the whole chain and requires that all pages have the same size.
        byte[] single = file.Span.ToArray();
        var frames = new List<PixelImage>();
        foreach (Page page in read)
        {
            Write(single.AsSpan(4), page.Offset, isBig);
            single.AsSpan((int)page.Link, 4).Clear();
            frames.Add(Decode(single, name, new TiffDecoder { DecodingMode = FrameDecodingMode.First }, image => ToImage(image.Frames.RootFrame)));
        }

        return new PictureContent(frames)
        {
            FrameCount = pictures.Length,
            IsLossy = read.Any(page => page.IsLossy),
            Warnings = fault is null ? [] : [fault],
            Notes = pictures.Length < pages.Count ? [$"{pages.Count - pictures.Length} thumbnails were left out"] : [],
        };
    }

    /// <summary>Follows the chain of directories.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <param name="isBig">Whether numbers are big-endian.</param>
    /// <param name="fault">Receives the fault of the chain after the returned pages; null if there is none.</param>
    private static List<Page> FindPages(FileBytes file, string name, bool isBig, out string? fault)
    {
        var pages = new List<Page>();
        var known = new HashSet<uint>();
        fault = null;
        try
        {
            for (uint offset = Number(file, 4, 4, isBig); offset != 0;)
            {
                if (!known.Add(offset))
                {
                    fault = "its pages form a circle";
                    break;
                }

                if (pages.Count == PictureLimits.MaxFrames) throw new InputException($"{name}: the file has more than {PictureLimits.MaxFrames} pages; divide it");
                int entries = (int)Number(file, offset, 2, isBig);
                uint next = Number(file, offset + 2L + (12L * entries), 4, isBig);
                pages.Add(ReadPage(file, offset, entries, isBig) with { Link = offset + 2L + (12L * entries) });
                offset = next;
            }
        }
        catch (EndOfStreamException)
        {
            fault = $"the file is truncated after page {pages.Count}";
        }

        return pages;
    }

    private static Page ReadPage(FileBytes file, uint offset, int entries, bool isBig)
    {
        var values = new Dictionary<int, long>();
        for (int i = 0; i < entries; i++)
        {
            long at = offset + 2L + (12L * i);
            int type = (int)Number(file, at + 2, 2, isBig);
            values.TryAdd((int)Number(file, at, 2, isBig), Number(file, at + 8, type switch { 1 => 1, 3 => 2, _ => 4 }, isBig));
        }

        return new Page(offset, values.GetValueOrDefault(ImageWidth), values.GetValueOrDefault(ImageHeight), values.GetValueOrDefault(TileWidth), values.GetValueOrDefault(TileHeight))
        {
            IsThumbnail = (values.GetValueOrDefault(SubfileType) & 1) == 1,
            IsLossy = values.GetValueOrDefault(Compression) is 6 or 7 or 50001,
        };
    }

    private static uint Number(FileBytes file, long at, int length, bool isBig)
    {
        ReadOnlySpan<byte> bytes = file.Slice(at, length);
        return length switch
        {
            1 => bytes[0],
            2 => isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            _ => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        };
    }

    private static void Write(Span<byte> bytes, uint value, bool isBig)
    {
        if (isBig) BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
    }

    /// <summary>A directory of the file.</summary>
    private readonly record struct Page(uint Offset, long Width, long Height, long TileWidth, long TileHeight)
    {
        public bool IsThumbnail { get; init; }

        public bool IsLossy { get; init; }

        /// <summary>The position of the offset of the next directory.</summary>
        public long Link { get; init; }
    }
}
