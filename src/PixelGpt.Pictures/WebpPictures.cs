using System.Buffers.Binary;
using System.Text;
using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Webp;

namespace PixelGpt.Pictures;

/// <summary>WebP with lossy or lossless compression. Animations are composed here, because the decoder reads single pictures only.</summary>
internal sealed class WebpPictures() : ImageSharpFormat("WebP", ".webp")
{
    private const int AlphaFlag = 0x10;

    // For a hostile file of 100 bytes the decoder reserves 1.2 GiB for code tables, so only one file is decoded at a time.
    private static readonly Lock Decoding = new();

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name) => bytes.Length >= 16 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBPVP8"u8);

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        List<Chunk> chunks = Chunks(file, 12, file.Length, out bool isTruncated);
        string[] warnings = isTruncated ? ["the file is truncated"] : [];
        if (!chunks.Any(chunk => chunk.Type == "ANMF"))
        {
            (int width, int height) = SizeOf(file, chunks) ?? throw Error(name, "it has no image data");
            limits.Check(name, width, height, 1);
            if (chunks[0].Type == "VP8X") limits.Check(name, file.Triple(chunks[0].At + 4) + 1, file.Triple(chunks[0].At + 7) + 1, 1);
            return new PictureContent([Decode(file.Span, name)]) { IsLossy = IsLossy(chunks), Warnings = warnings };
        }

        Chunk first = chunks[0].Type == "VP8X" ? chunks[0] : throw Error(name, "an animation must begin with a VP8X chunk");
        Chunk[] parts = [.. chunks.Where(chunk => chunk.Type == "ANMF")];
        int count = limits.FramesOf(parts.Length);
        (int canvasWidth, int canvasHeight) = (file.Triple(first.At + 4) + 1, file.Triple(first.At + 7) + 1);
        limits.Check(name, canvasWidth, canvasHeight, count);
        var canvas = new FrameCanvas(canvasWidth, canvasHeight);
        var frames = new List<PixelImage>();
        bool isLossy = false;
        foreach (Chunk part in parts[..count])
        {
            (int x, int y, int flags) = (2 * file.Triple(part.At), 2 * file.Triple(part.At + 3), file.Byte(part.At + 15));
            List<Chunk> content = Chunks(file, part.At + 16, part.At + part.Length, out _);
            (int width, int height) = SizeOf(file, content) ?? throw Error(name, $"frame {frames.Count + 1} has no image data");
            if (x + width > canvasWidth || y + height > canvasHeight) throw Error(name, $"frame {frames.Count + 1} is not completely inside the picture");
            PixelImage frame = Decode(Single(file, content, width, height), name);
            frames.Add(canvas.Show(frame, x, y, isBlended: (flags & 2) == 0, (flags & 1) == 0 ? FrameDisposal.Keep : FrameDisposal.Clear));
            isLossy |= IsLossy(content);
        }

        return new PictureContent(frames) { FrameCount = parts.Length, Durations = [.. parts[..count].Select(part => file.Triple(part.At + 12))], IsLossy = isLossy, Warnings = warnings };
    }

    private PixelImage Decode(ReadOnlySpan<byte> file, string name)
    {
        lock (Decoding) return Decode(file, name, new WebpDecoder(), image => ToImage(image.Frames.RootFrame));
    }

    private static bool IsLossy(List<Chunk> chunks) => chunks.Any(chunk => chunk.Type == "VP8 ");

    /// <summary>Returns the size in the header of the image data, or null if there is none.</summary>
    private static (int Width, int Height)? SizeOf(FileBytes file, List<Chunk> chunks)
    {
        foreach (Chunk chunk in chunks)
        {
            if (chunk.Type == "VP8 ") return (file.Word(chunk.At + 6) & 0x3FFF, file.Word(chunk.At + 8) & 0x3FFF);
            if (chunk.Type != "VP8L") continue;
            uint bits = file.Long(chunk.At + 1);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return null;
    }

    /// <summary>Lists chunks.</summary>
    private static List<Chunk> Chunks(FileBytes file, long at, long end, out bool isTruncated)
    {
        var chunks = new List<Chunk>();
        isTruncated = false;
        while (at <= end - 8)
        {
            (string type, uint length) = (Encoding.Latin1.GetString(file.Slice(at, 4)), file.Long(at + 4));
            isTruncated = length > end - at - 8;
            chunks.Add(new Chunk(type, at + 8, isTruncated ? end - at - 8 : length));
            if (isTruncated) break;
            at += 8 + length + (length & 1);
        }

        return chunks;
    }

    /// <summary>Writes the image data of a frame as a file of its own.</summary>
    private static byte[] Single(FileBytes file, List<Chunk> content, int width, int height)
    {
        using var output = new MemoryStream();
        output.Write("RIFF\0\0\0\0WEBP"u8);
        if (content.Any(chunk => chunk.Type == "ALPH"))
        {
            Span<byte> header = stackalloc byte[10];
            header.Clear();
            header[0] = AlphaFlag;
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], width - 1);
            BinaryPrimitives.WriteInt16LittleEndian(header[7..], (short)(height - 1));
            WriteChunk(output, "VP8X", header);
        }

        foreach (Chunk chunk in content.Where(chunk => chunk.Type is "ALPH" or "VP8 " or "VP8L")) WriteChunk(output, chunk.Type, file.Slice(chunk.At, chunk.Length));
        byte[] single = output.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(single.AsSpan(4), single.Length - 8);
        return single;
    }

    private static void WriteChunk(MemoryStream output, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        output.Write(Encoding.Latin1.GetBytes(type));
        output.Write(length);
        output.Write(content);
        if (content.Length % 2 == 1) output.WriteByte(0);
    }

    /// <summary>A chunk of the file.</summary>
    private readonly record struct Chunk(string Type, long At, long Length);
}
