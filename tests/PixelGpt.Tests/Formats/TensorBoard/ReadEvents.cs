using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Tests.Formats.TensorBoard;

/// <summary>An event that a file has: its step and the fields of its values.</summary>
internal sealed record ReadEvent(double WallTime, long Step, string? Version, IReadOnlyList<ReadValue> Values);

/// <summary>A value of an event.</summary>
internal sealed record ReadValue(string Tag, float? Scalar, byte[]? Image, string? Plugin, byte[] PluginData, string? Text);

/// <summary>Reads event files for tests. It shares no code with the writer: the checksum is computed bit by bit from its definition, and messages are read by the published field numbers.</summary>
internal static class ReadEvents
{
    public static IReadOnlyList<ReadEvent> Of(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var events = new List<ReadEvent>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Span<byte> content = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event(content.ToArray()));
            at += length + 16;
        }

        return events;
    }

    /// <summary>Reads the fields of a message: numbers as unsigned integers, everything else as bytes.</summary>
    public static List<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, ulong, byte[])>();
        int at = 0;
        ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = message[at++];
                value |= (ulong)(next & 127) << shift;
                if (next < 128) return value;
            }
        }

        while (at < message.Length)
        {
            ulong tag = Varint();
            int length = (int)(tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(), _ => 0 };
            ulong number = (tag & 7) == 0 ? Varint() : 0;
            fields.Add(((int)(tag >> 3), number, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static ReadEvent Event(byte[] message)
    {
        List<(int Field, ulong Number, byte[] Bytes)> fields = Fields(message);
        byte[]? summary = fields.FirstOrDefault(f => f.Field == 5).Bytes;
        return new ReadEvent(
            BitConverter.ToDouble(fields.Single(f => f.Field == 1).Bytes),
            (long)fields.FirstOrDefault(f => f.Field == 2).Number,
            fields.FirstOrDefault(f => f.Field == 3).Bytes is { } version ? Encoding.UTF8.GetString(version) : null,
            summary is null ? [] : [.. Fields(summary).Where(f => f.Field == 1).Select(f => Value(f.Bytes))]);
    }

    private static ReadValue Value(byte[] message)
    {
        List<(int Field, ulong Number, byte[] Bytes)> fields = Fields(message);
        byte[]? scalar = fields.FirstOrDefault(f => f.Field == 2).Bytes, image = fields.FirstOrDefault(f => f.Field == 4).Bytes;
        byte[]? tensor = fields.FirstOrDefault(f => f.Field == 8).Bytes, metadata = fields.FirstOrDefault(f => f.Field == 9).Bytes;
        List<(int Field, ulong Number, byte[] Bytes)> plugin = metadata is null ? [] : Fields(Fields(metadata).Single(f => f.Field == 1).Bytes);
        return new ReadValue(
            Encoding.UTF8.GetString(fields.Single(f => f.Field == 1).Bytes),
            scalar is null ? null : BitConverter.ToSingle(scalar),
            image is null ? null : Fields(image).Single(f => f.Field == 4).Bytes,
            plugin.Count == 0 ? null : Encoding.UTF8.GetString(plugin.Single(f => f.Field == 1).Bytes),
            plugin.FirstOrDefault(f => f.Field == 2).Bytes ?? [],
            tensor is null ? null : Encoding.UTF8.GetString(Fields(tensor).Single(f => f.Field == 8).Bytes));
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }
}
