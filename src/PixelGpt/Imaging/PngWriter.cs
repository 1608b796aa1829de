using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Imaging;

/// <summary>
/// Writes PNG files without loss (W3C PNG specification, third edition): up to 256 colours as palette indices of the
/// fewest bits, more as RGB, or RGBA if any pixel is not opaque. The same picture gives the same bytes on the same
/// .NET runtime.
/// </summary>
public static class PngWriter
{
    /// <summary>Writes a file; a reader sees the old one or the whole new one.</summary>
    public static void Write(string path, PixelImage image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>Writes to a stream, which is left open.</summary>
    public static void Write(Stream stream, PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        stream.Write(PngHeader.Signature);
        if (IndexedColors.Of(image) is { } colors) WriteIndexed(stream, image, colors);
        else WriteTruecolor(stream, image);
        WriteChunk(stream, "IEND", []);
    }

    private static void WriteIndexed(Stream stream, PixelImage image, IndexedColors colors)
    {
        int depth = colors.Palette.Length switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };
        var header = new PngHeader(image.Width, image.Height, depth, PngColorType.Indexed, Interlaced: false);
        WriteHeader(stream, header);
        WriteChunk(stream, "PLTE", [.. colors.Palette.SelectMany(c => new[] { c.R, c.G, c.B })]);
        byte[] opacities = [.. colors.Palette.TakeWhile(c => c.A != 255).Select(c => c.A)];
        if (opacities.Length > 0) WriteChunk(stream, "tRNS", opacities);
        WriteImageData(stream, scanlines =>
        {
            // Neighbouring indices say nothing of each other's values, so no filter helps (12.7).
            var line = new byte[1 + header.RowBytes(image.Width)];
            int perByte = 8 / depth;
            for (int y = 0; y < image.Height; y++)
            {
                Array.Clear(line);
                ReadOnlySpan<Rgba> row = image.Row(y);
                for (int x = 0; x < row.Length; x++)
                    line[1 + (x / perByte)] |= (byte)(colors.IndexOf(row[x]) << (depth * (perByte - 1 - (x % perByte))));
                scanlines.Write(line);
            }
        });
    }

    private static void WriteTruecolor(Stream stream, PixelImage image)
    {
        bool isOpaque = true;
        foreach (Rgba pixel in image.Pixels) isOpaque &= pixel.A == 255;
        var header = new PngHeader(image.Width, image.Height, 8, isOpaque ? PngColorType.Rgb : PngColorType.Rgba, Interlaced: false);
        WriteHeader(stream, header);
        WriteImageData(stream, scanlines =>
        {
            byte[] line = new byte[header.RowBytes(image.Width)], prior = new byte[line.Length];
            byte[] candidate = new byte[1 + line.Length], best = new byte[1 + line.Length];
            for (int y = 0; y < image.Height; y++)
            {
                int at = 0;
                foreach (Rgba pixel in image.Row(y))
                {
                    (line[at], line[at + 1], line[at + 2]) = (pixel.R, pixel.G, pixel.B);
                    if (!isOpaque) line[at + 3] = pixel.A;
                    at += header.Channels;
                }

                // The filter whose output, as signed bytes, has the least sum of magnitudes (12.7).
                long least = long.MaxValue;
                for (byte filter = 0; filter < PngFilter.Count; filter++)
                {
                    candidate[0] = filter;
                    PngFilter.Apply(filter, line, prior, header.FilterStride, candidate.AsSpan(1));
                    long sum = 0;
                    foreach (byte value in candidate.AsSpan(1)) sum += Math.Abs((int)(sbyte)value);
                    if (sum >= least) continue;
                    least = sum;
                    (candidate, best) = (best, candidate);
                }

                scanlines.Write(best);
                (line, prior) = (prior, line);
            }
        });
    }

    private static void WriteHeader(Stream stream, PngHeader header)
    {
        var content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Height);
        content[8] = (byte)header.BitDepth;
        content[9] = (byte)header.ColorType;
        WriteChunk(stream, "IHDR", content);
    }

    private static void WriteImageData(Stream stream, Action<Stream> writeScanlines)
    {
        using var compressed = new MemoryStream();
        using (var scanlines = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) writeScanlines(scanlines);
        WriteChunk(stream, "IDAT", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private static void WriteChunk(Stream stream, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4], name = stackalloc byte[4];
        Encoding.ASCII.GetBytes(type, name);
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        stream.Write(word);
        stream.Write(name);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Append(Crc32.Append(0, name), content));
        stream.Write(word);
    }

    /// <summary>The colours of a picture that has few: those not opaque first, so that tRNS is short, else by first appearance.</summary>
    private sealed class IndexedColors
    {
        private readonly Dictionary<Rgba, int> _indices = [];

        private IndexedColors(IEnumerable<Rgba> colors)
        {
            Palette = [.. colors.OrderBy(c => c.A == 255)];
            for (int i = 0; i < Palette.Length; i++) _indices[Palette[i]] = i;
        }

        public Rgba[] Palette { get; }

        public int IndexOf(Rgba color) => _indices[color];

        /// <summary>The colours, or null if there are more than 256.</summary>
        public static IndexedColors? Of(PixelImage image)
        {
            var seen = new HashSet<Rgba>();
            var colors = new List<Rgba>();
            foreach (Rgba pixel in image.Pixels)
            {
                if (!seen.Add(pixel)) continue;
                colors.Add(pixel);
                if (colors.Count > 256) return null;
            }

            return new IndexedColors(colors);
        }
    }
}
