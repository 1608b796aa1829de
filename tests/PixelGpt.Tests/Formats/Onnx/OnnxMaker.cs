using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Tests.Formats.Onnx;

/// <summary>Writes small protobuf messages of ONNX files.</summary>
internal static class OnnxMaker
{
    /// <summary>A model with an input, a tensor of each encoding, and a convolution.</summary>
    public static byte[] Model() => Message(Varint(1, 8), Bytes(2, Text("maker")), Bytes(7, Graph()));

    public static byte[] Graph() => Message(
        Bytes(1, Node()), Bytes(5, Tensor("packed", [2, 3], PackedFloats)), Bytes(5, Tensor("single", [3], SingleFloats)), Bytes(5, Tensor("raw", [1], values => Bytes(9, Floats(values)))),
        Bytes(5, Message(Varint(2, 7), Bytes(8, Text("integers")), Varint(1, 1))), Bytes(11, Bytes(1, Text("raw"))), Bytes(11, Bytes(1, Text("picture"))));

    public static byte[] Node() => Message(
        Bytes(1, Text("picture")), Bytes(1, Text("packed")), Bytes(2, Text("result")), Bytes(4, Text("Conv")),
        Bytes(5, Message(Bytes(1, Text("pads")), Bytes(8, [1, 1, 0, 0]))), Bytes(5, Message(Bytes(1, Text("group")), Varint(3, 2))),
        Bytes(5, Message(Bytes(1, Text("epsilon")), Fixed(2, 0.5f))));

    /// <summary>A float tensor with the values 1, 2, 3, ….</summary>
    public static byte[] Tensor(string name, int[] shape, Func<float[], byte[]> encode) => Message(
        [.. shape.Select(size => Varint(1, size)), Varint(2, 1), encode([.. Enumerable.Range(1, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i)]), Bytes(8, Text(name))]);

    public static byte[] PackedFloats(float[] values) => Bytes(4, Floats(values));

    public static byte[] SingleFloats(float[] values) => Message([.. values.Select(value => Fixed(4, value))]);

    public static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    public static byte[] Varint(int field, long value) => [.. Number((field << 3) | 0), .. Number(value)];

    public static byte[] Bytes(int field, byte[] content) => [.. Number((field << 3) | 2), .. Number(content.Length), .. content];

    public static byte[] Fixed(int field, float value) => [.. Number((field << 3) | 5), .. Floats([value])];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Floats(float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    private static byte[] Number(long value)
    {
        var bytes = new List<byte>();
        for (ulong rest = (ulong)value; ; rest >>= 7)
        {
            bytes.Add((byte)((rest & 0x7F) | (rest >= 0x80 ? 0x80u : 0)));
            if (rest < 0x80) return [.. bytes];
        }
    }
}
