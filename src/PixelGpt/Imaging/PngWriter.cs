using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Imaging;

/// <summary>
/// Writes PNG files without loss (W3C PNG specification, third edition): images with up to 256 colours as indexed pictures with
/// the fewest possible bits, others as RGB, or RGBA if a pixel is not opaque. The same image produces the same bytes on the
/// same .NET runtime.
/// </summary>
public static class PngWriter
{
    /// <summary>Content of the text chunk of contact sheets and palettes, by which an import recognises them.</summary>
    internal static ReadOnlySpan<byte> OverviewText => "PixelGpt\0overview"u8;

    /// <summary>Writes a PNG file atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Write(string path, PixelImage image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>Writes a PNG file to a stream, which stays open.</summary>
    /// <param name="stream">Stream to write to.</param>
    /// <param name="image">The image.</param>
    public static void Write(Stream stream, PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        stream.Write(PngHeader.Signature);
        var colors = IndexedColors.Of([image]);
        PngHeader header = HeaderOf([image], colors);
        WriteHeader(stream, header, image.IsOverview);
        if (colors is not null) WritePalette(stream, colors);
        WriteChunk(stream, "IDAT", Compress(image, header, colors));
        WriteChunk(stream, "IEND", []);
    }

    /// <summary>Writes an animation that repeats without end (APNG; PNG specification, third edition, 4.9) to a stream, which stays open. Programs that show no animations show its first frame.</summary>
    /// <param name="stream">Stream to write to.</param>
    /// <param name="frames">The frames, all of the same size, with their durations in milliseconds; at least one.</param>
    internal static void WriteAnimation(Stream stream, IReadOnlyList<(PixelImage Image, int Duration)> frames)
    {
        PixelImage[] images = [.. frames.Select(f => f.Image)];
        stream.Write(PngHeader.Signature);
        var colors = IndexedColors.Of(images);
        PngHeader header = HeaderOf(images, colors);
        WriteHeader(stream, header, isOverview: false);
        var control = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, frames.Count);
        WriteChunk(stream, "acTL", control);
        if (colors is not null) WritePalette(stream, colors);
        int sequence = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            WriteFrameControl(stream, header, sequence++, frames[i].Duration);
            byte[] data = Compress(images[i], header, colors);
            if (i == 0)
            {
                WriteChunk(stream, "IDAT", data);
                continue;
            }

            var numbered = new byte[4 + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(numbered, sequence++);
            data.CopyTo(numbered, 4);
            WriteChunk(stream, "fdAT", numbered);
        }

        WriteChunk(stream, "IEND", []);
    }

    /// <summary>Writes the control chunk of a frame that replaces the whole picture.</summary>
    private static void WriteFrameControl(Stream stream, PngHeader header, int sequence, int duration)
    {
        const short UnitsPerSecond = 1000;
        var content = new byte[26];
        BinaryPrimitives.WriteInt32BigEndian(content, sequence);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), header.Height);
        BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(20), (ushort)Math.Clamp(duration, 0, ushort.MaxValue));
        BinaryPrimitives.WriteInt16BigEndian(content.AsSpan(22), UnitsPerSecond);
        WriteChunk(stream, "fcTL", content);
    }

    /// <summary>Returns a PNG file in memory.</summary>
    /// <param name="image">The image.</param>
    internal static byte[] ToBytes(PixelImage image)
    {
        using var stream = new MemoryStream();
        Write(stream, image);
        return stream.ToArray();
    }

    /// <summary>Returns the smallest pixel format for pictures of the same size.</summary>
    private static PngHeader HeaderOf(PixelImage[] images, IndexedColors? colors)
    {
        (int width, int height) = (images[0].Width, images[0].Height);
        if (colors is not null) return new PngHeader(width, height, colors.Palette.Length switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 }, PngColorType.Indexed, Interlaced: false);
        bool isOpaque = true;
        foreach (PixelImage image in images)
        {
            foreach (Rgba pixel in image.Pixels) isOpaque &= pixel.A == 255;
        }

        return new PngHeader(width, height, 8, isOpaque ? PngColorType.Rgb : PngColorType.Rgba, Interlaced: false);
    }

    private static void WritePalette(Stream stream, IndexedColors colors)
    {
        var channels = new byte[3 * colors.Palette.Length];
        var alphas = new byte[colors.Translucent];
        for (int i = 0; i < colors.Palette.Length; i++)
        {
            (channels[3 * i], channels[(3 * i) + 1], channels[(3 * i) + 2]) = (colors.Palette[i].R, colors.Palette[i].G, colors.Palette[i].B);
            if (i < alphas.Length) alphas[i] = colors.Palette[i].A;
        }

        WriteChunk(stream, "PLTE", channels);
        if (alphas.Length > 0) WriteChunk(stream, "tRNS", alphas);
    }

    private static byte[] Compress(PixelImage image, PngHeader header, IndexedColors? colors)
    {
        using var compressed = new MemoryStream();
        using (var scanlines = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            if (colors is not null) WriteIndexed(scanlines, image, header, colors);
            else WriteTruecolor(scanlines, image, header);
        }

        return compressed.ToArray();
    }

    private static void WriteIndexed(Stream scanlines, PixelImage image, PngHeader header, IndexedColors colors)
    {
        // Palette indices of adjacent pixels are not numerically related, so filters do not help (12.7).
        var line = new byte[1 + header.RowBytes(image.Width)];
        int depth = header.BitDepth, perByte = 8 / depth;
        for (int y = 0; y < image.Height; y++)
        {
            Array.Clear(line);
            ReadOnlySpan<Rgba> row = image.Row(y);
            for (int x = 0; x < row.Length; x++)
                line[1 + (x / perByte)] |= (byte)(colors.IndexOf(row[x]) << (depth * (perByte - 1 - (x % perByte))));
            scanlines.Write(line);
        }
    }

    private static void WriteTruecolor(Stream scanlines, PixelImage image, PngHeader header)
    {
        byte[] line = new byte[header.RowBytes(image.Width)], prior = new byte[line.Length];
        byte[] candidate = new byte[1 + line.Length], best = new byte[1 + line.Length];
        for (int y = 0; y < image.Height; y++)
        {
            int at = 0;
            foreach (Rgba pixel in image.Row(y))
            {
                (line[at], line[at + 1], line[at + 2]) = (pixel.R, pixel.G, pixel.B);
                if (header.ColorType == PngColorType.Rgba) line[at + 3] = pixel.A;
                at += header.Channels;
            }

            // Choose the filter whose output, as signed bytes, has the smallest sum of absolute values (12.7).
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
    }

    private static void WriteHeader(Stream stream, PngHeader header, bool isOverview)
    {
        var content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Height);
        content[8] = (byte)header.BitDepth;
        content[9] = (byte)header.ColorType;
        WriteChunk(stream, "IHDR", content);
        if (isOverview) WriteChunk(stream, "tEXt", OverviewText);
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

    /// <summary>The palette of an image with few colours: first those that are not opaque, so that tRNS is short; otherwise in the order of their first occurrence.</summary>
    private sealed class IndexedColors
    {
        private readonly Dictionary<int, int> _indices;
        private Rgba _last;
        private int _lastIndex;

        private IndexedColors(List<Rgba> colors, Dictionary<int, int> indices)
        {
            Palette = new Rgba[colors.Count];
            int translucent = 0;
            foreach (Rgba color in colors)
            {
                if (color.A != 255) Palette[translucent++] = color;
            }

            Translucent = translucent;
            int at = translucent;
            foreach (Rgba color in colors)
            {
                if (color.A == 255) Palette[at++] = color;
            }

            _indices = indices;
            for (int i = 0; i < Palette.Length; i++) _indices[Key(Palette[i])] = i;
            _last = Palette[0];
        }

        public Rgba[] Palette { get; }

        /// <summary>The number of colours that are not opaque.</summary>
        public int Translucent { get; }

        /// <summary>Returns the palette index of a colour; fast for runs of equal pixels.</summary>
        public int IndexOf(Rgba color)
        {
            if (color != _last) (_last, _lastIndex) = (color, _indices[Key(color)]);
            return _lastIndex;
        }

        /// <summary>Returns the common palette of pictures, or null if they have more than 256 colours.</summary>
        public static IndexedColors? Of(PixelImage[] images)
        {
            var seen = new Dictionary<int, int>();
            var colors = new List<Rgba>();
            Rgba last = default;
            foreach (PixelImage image in images)
            {
                foreach (Rgba pixel in image.Pixels)
                {
                    if (colors.Count > 0 && pixel == last) continue;
                    last = pixel;
                    if (!seen.TryAdd(Key(pixel), 0)) continue;
                    colors.Add(pixel);
                    if (colors.Count > 256) return null;
                }
            }

            return new IndexedColors(colors, seen);
        }

        private static int Key(Rgba color) => (color.R << 24) | (color.G << 16) | (color.B << 8) | color.A;
    }
}
