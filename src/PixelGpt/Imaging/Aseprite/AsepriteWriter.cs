using System.IO.Compression;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Imaging.Aseprite;

/// <summary>
/// Writes Aseprite files according to the public specification. Cels that share their pixels with a cel of an earlier frame on
/// the same layer are linked; the others are compressed. Tilemap layers are written as normal layers.
/// </summary>
internal sealed class AsepriteWriter
{
    private const int MaxShort = ushort.MaxValue;

    private readonly AsepriteFile _file;
    private readonly Dictionary<(int Layer, AsepriteCelImage Image), int> _written = [];

    private AsepriteWriter(AsepriteFile file) => _file = file;

    /// <summary>Writes a file atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="file">The content.</param>
    /// <exception cref="InputException">The content exceeds a limit of the format.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Write(string path, AsepriteFile file) => AtomicFile.Write(path, stream => Write(stream, file));

    /// <summary>Writes a file to a stream, which stays open.</summary>
    /// <param name="stream">Stream to write to.</param>
    /// <param name="file">The content.</param>
    /// <exception cref="InputException">The content exceeds a limit of the format.</exception>
    public static void Write(Stream stream, AsepriteFile file)
    {
        InputException.Check(file.Frames.Count is >= 1 and <= MaxShort, "the number of frames", file.Frames.Count, $"1 to {MaxShort}");
        InputException.Check(file.Width <= MaxShort && file.Height <= MaxShort, "the size of an Aseprite file", $"{file.Width}×{file.Height}", $"at most {MaxShort}×{MaxShort}");
        var parts = new AsepriteWriter(file);
        byte[][] frames = [.. file.Frames.Select((_, i) => parts.FrameOf(i))];
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(AsepriteReader.HeaderBytes + frames.Sum(f => f.Length));
        writer.Write((ushort)AsepriteReader.Magic);
        writer.Write((ushort)frames.Length);
        writer.Write((ushort)file.Width);
        writer.Write((ushort)file.Height);
        writer.Write((ushort)file.ColorMode);
        writer.Write(file.HasGroupOpacity ? 3 : 1);
        writer.Write((ushort)file.Frames[0].Duration);
        writer.Write(0L);
        writer.Write(file.TransparentIndex);
        Pad(writer, 3);
        writer.Write((ushort)Math.Min(file.Frames[0].Palette.Length, MaxShort));
        writer.Write((ushort)0x0101);
        Pad(writer, AsepriteReader.HeaderBytes - 36);
        foreach (byte[] frame in frames) writer.Write(frame);
    }

    private byte[] FrameOf(int index)
    {
        AsepriteFrame frame = _file.Frames[index];
        List<byte[]> chunks = [];
        if (index == 0) chunks.Add(Chunk(AsepriteChunk.ColorProfile, WriteProfile));
        if (frame.Palette.Length > 0 && (index == 0 || !ReferenceEquals(frame.Palette, _file.Frames[index - 1].Palette))) chunks.Add(Chunk(AsepriteChunk.Palette, writer => WritePalette(writer, frame.Palette)));
        if (index == 0)
        {
            chunks.AddRange(_file.Layers.Select(layer => Chunk(AsepriteChunk.Layer, writer => WriteLayer(writer, layer))));
            if (_file.Tags.Count > 0) chunks.Add(Chunk(AsepriteChunk.Tags, writer => WriteTags(writer, _file.Tags)));
        }

        chunks.AddRange(frame.Cels.Select(cel => Chunk(AsepriteChunk.Cel, writer => WriteCel(writer, index, cel))));
        return Bytes(writer =>
        {
            writer.Write(AsepriteReader.FrameHeaderBytes + chunks.Sum(c => c.Length));
            writer.Write((ushort)AsepriteReader.FrameMagic);
            writer.Write((ushort)Math.Min(chunks.Count, MaxShort));
            writer.Write((ushort)Math.Clamp(frame.Duration, 1, MaxShort));
            Pad(writer, 2);
            writer.Write(chunks.Count);
            foreach (byte[] chunk in chunks) writer.Write(chunk);
        });
    }

    private static void WriteProfile(BinaryWriter writer)
    {
        const ushort Srgb = 1;
        writer.Write(Srgb);
        Pad(writer, 14);
    }

    private static void WritePalette(BinaryWriter writer, Rgba[] palette)
    {
        writer.Write(palette.Length);
        writer.Write(0);
        writer.Write(palette.Length - 1);
        Pad(writer, 8);
        foreach (Rgba color in palette)
        {
            Pad(writer, 2);
            writer.Write([color.R, color.G, color.B, color.A]);
        }
    }

    private static void WriteLayer(BinaryWriter writer, AsepriteLayer layer)
    {
        int flags = (layer.IsVisible ? 1 : 0) | (layer.IsEditable ? 2 : 0) | (layer.IsBackground ? 8 : 0) | (layer.IsReference ? 64 : 0);
        writer.Write((ushort)flags);
        writer.Write((ushort)(layer.IsGroup ? 1 : 0));
        writer.Write((ushort)layer.ChildLevel);
        Pad(writer, 4);
        writer.Write((ushort)layer.BlendMode);
        writer.Write(layer.Opacity);
        Pad(writer, 3);
        WriteText(writer, layer.Name);
    }

    private static void WriteTags(BinaryWriter writer, IReadOnlyList<AsepriteTag> tags)
    {
        InputException.Check(tags.Count <= MaxShort, "the number of tags", tags.Count, $"at most {MaxShort}");
        writer.Write((ushort)tags.Count);
        Pad(writer, 8);
        foreach (AsepriteTag tag in tags)
        {
            writer.Write((ushort)tag.First);
            writer.Write((ushort)tag.Last);
            writer.Write(tag.Direction);
            writer.Write((ushort)tag.Repeat);
            Pad(writer, 10);
            WriteText(writer, tag.Name);
        }
    }

    private void WriteCel(BinaryWriter writer, int frame, AsepriteCel cel)
    {
        const ushort Linked = 1, Compressed = 2;
        bool isLinked = !_written.TryAdd((cel.Layer, cel.Image), frame);
        writer.Write((ushort)cel.Layer);
        writer.Write((short)cel.X);
        writer.Write((short)cel.Y);
        writer.Write(cel.Opacity);
        writer.Write(isLinked ? Linked : Compressed);
        writer.Write((short)cel.ZIndex);
        Pad(writer, 5);
        if (isLinked)
        {
            writer.Write((ushort)_written[(cel.Layer, cel.Image)]);
            return;
        }

        writer.Write((ushort)cel.Image.Width);
        writer.Write((ushort)cel.Image.Height);
        writer.Flush();
        using var compressed = new ZLibStream(writer.BaseStream, CompressionLevel.SmallestSize, leaveOpen: true);
        compressed.Write(cel.Image.Pixels);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        InputException.Check(bytes.Length <= MaxShort, "the length of a name", bytes.Length, $"at most {MaxShort} bytes");
        writer.Write((ushort)bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Chunk(int type, Action<BinaryWriter> write)
    {
        byte[] content = Bytes(write);
        return Bytes(writer =>
        {
            writer.Write(AsepriteReader.ChunkHeaderBytes + content.Length);
            writer.Write((ushort)type);
            writer.Write(content);
        });
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) write(writer);
        return stream.ToArray();
    }

    private static void Pad(BinaryWriter writer, int bytes) => writer.Write(new byte[bytes]);
}
