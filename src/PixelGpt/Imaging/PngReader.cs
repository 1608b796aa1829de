using System.Buffers.Binary;
using System.IO.Compression;
using PixelGpt.IO;

namespace PixelGpt.Imaging;

/// <summary>
/// Reads PNG files (W3C PNG specification, third edition; ISO/IEC 15948) of every colour type, bit depth and filter,
/// interlaced or not, with transparency. 16-bit samples are rounded to 8 bits. Colour space chunks are ignored; values are
/// interpreted as sRGB. Any input results in an image or an <see cref="InputException"/>, and memory is allocated only for
/// pixels that the compressed data can hold. A damaged chunk that does not affect the pixels is ignored.
/// </summary>
public static class PngReader
{
    /// <summary>Maximum file size: more than the largest picture needs uncompressed at 16 bits per sample.</summary>
    private const int MaxFileBytes = 1 << 30;

    /// <summary>Reads a PNG file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InputException">The file is missing, not a PNG file, damaged, or exceeds the limits of <see cref="PixelImage"/>.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static PixelImage Read(string path) => Read(InputFile.ReadAllBytes(path, MaxFileBytes, "a PNG picture"), path);

    /// <summary>Reads a PNG file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InputException">The data is not a PNG file, damaged, or exceeds the limits of <see cref="PixelImage"/>.</exception>
    public static PixelImage Read(ReadOnlyMemory<byte> bytes, string name) => Read(PngFile.Parse(bytes, name));

    /// <summary>Reads the still image of a parsed file.</summary>
    /// <exception cref="InputException">The image data is damaged.</exception>
    internal static PixelImage Read(PngFile file)
    {
        PixelImage image = Read(file, file.Header, file.ImageData);
        image.IsOverview = file.IsOverview;
        return image;
    }

    /// <summary>Reads an image of a parsed file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header with the size of the image.</param>
    /// <param name="data">The compressed image data.</param>
    /// <exception cref="InputException">The image data is damaged.</exception>
    internal static PixelImage Read(PngFile file, PngHeader header, IReadOnlyList<ReadOnlyMemory<byte>> data)
    {
        long declared = header.DataLength(), compressed = data.Sum(part => (long)part.Length);
        if (declared > compressed * Deflate.MaxRatio)
            throw file.Error($"{compressed} bytes of image data are too few for {header.Width}×{header.Height} pixels");
        try
        {
            return Decode(file, header, data);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw file.Error("the compressed image data is damaged", e);
        }
    }

    private static PixelImage Decode(PngFile file, PngHeader header, IReadOnlyList<ReadOnlyMemory<byte>> data)
    {
        var image = new PixelImage(header.Width, header.Height);
        var compressed = new SegmentStream(data);
        using var scanlines = new ZLibStream(compressed, CompressionMode.Decompress);
        foreach (PngPass pass in header.Passes)
        {
            if (pass.WidthOf(header.Width) > 0) DecodePass(file, header, scanlines, pass, image);
        }

        // Reading to the end makes the zlib stream verify its checksum.
        if (scanlines.ReadByte() >= 0) throw file.Error("there is more image data than the size requires");
        if (compressed.ReachedEnd) throw file.Error("the compressed image data is truncated");
        return image;
    }

    private static void DecodePass(PngFile file, PngHeader header, ZLibStream scanlines, PngPass pass, PixelImage image)
    {
        int width = pass.WidthOf(header.Width);
        byte[] line = new byte[1 + header.RowBytes(width)], priorLine = new byte[line.Length];
        var samples = new ushort[width * header.Channels];
        for (int y = pass.Top; y < header.Height; y += pass.StepY)
        {
            if (scanlines.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                throw file.Error($"the image data ends in row {y} of {header.Height}");
            if (line[0] >= PngFilter.Count) throw file.Error($"filter type {line[0]} in row {y} is unknown");
            PngFilter.Undo(line[0], line.AsSpan(1), priorLine.AsSpan(1), header.FilterStride);
            Unpack(line.AsSpan(1), header.BitDepth, samples);
            Span<Rgba> row = image.Row(y)[pass.Left..];
            if (header.ColorType == PngColorType.Indexed) LookUp(file, samples, row, pass.StepX, y);
            else ToColors(file, samples, row, pass.StepX);
            (line, priorLine) = (priorLine, line);
        }
    }

    /// <summary>Unpacks the samples of a scanline; the leftmost sample is in the highest bits of a byte.</summary>
    private static void Unpack(ReadOnlySpan<byte> line, int bitDepth, Span<ushort> samples)
    {
        if (bitDepth == 16)
        {
            for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadUInt16BigEndian(line[(2 * i)..]);
            return;
        }

        int perByte = 8 / bitDepth, mask = (1 << bitDepth) - 1;
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (ushort)((line[i / perByte] >> (bitDepth * (perByte - 1 - (i % perByte)))) & mask);
    }

    private static void LookUp(PngFile file, ReadOnlySpan<ushort> indices, Span<Rgba> row, int step, int y)
    {
        Rgba[] palette = file.Palette;
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] >= palette.Length)
                throw file.Error($"index {indices[i]} in row {y} is outside the palette of {palette.Length} colours");
            row[i * step] = palette[indices[i]];
        }
    }

    private static void ToColors(PngFile file, ReadOnlySpan<ushort> samples, Span<Rgba> row, int step)
    {
        PngHeader header = file.Header;
        int channels = header.Channels;
        bool isColor = header.ColorType is PngColorType.Rgb or PngColorType.Rgba;
        bool hasAlpha = header.ColorType is PngColorType.GrayAlpha or PngColorType.Rgba;
        uint max = (1u << header.BitDepth) - 1;
        ReadOnlySpan<ushort> transparent = file.TransparentSamples;
        for (int i = 0, to = 0; i < samples.Length; i += channels, to += step)
        {
            ReadOnlySpan<ushort> pixel = samples.Slice(i, channels);
            byte r = To8Bits(pixel[0], max);
            byte alpha = hasAlpha ? To8Bits(pixel[^1], max) : pixel.SequenceEqual(transparent) ? (byte)0 : (byte)255;
            row[to] = isColor ? new Rgba(r, To8Bits(pixel[1], max), To8Bits(pixel[2], max), alpha) : new Rgba(r, r, r, alpha);
        }
    }

    /// <summary>Scales a sample from 0–<paramref name="max"/> to 0–255, rounding to nearest (13.12).</summary>
    private static byte To8Bits(uint sample, uint max) => (byte)(max == 255 ? sample : ((sample * 255) + (max / 2)) / max);
}
