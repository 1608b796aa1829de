using System.Buffers.Binary;
using System.Collections.Immutable;

namespace PixelGpt.Formats.Npz;

/// <summary>A NumPy array of float32 or float64, little-endian, in C order (row-major).</summary>
internal sealed class NpyArray
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal NpyArray(ImmutableArray<int> shape, bool isDouble, ReadOnlyMemory<byte> bytes) => (Shape, IsDouble, _bytes) = (shape, isDouble, bytes);

    /// <summary>The shape; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Whether elements are float64, not float32.</summary>
    public bool IsDouble { get; }

    /// <summary>The elements as they are stored.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The shape as Python writes it.</summary>
    public string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    /// <summary>An array of float64; without a shape, a single number.</summary>
    public static NpyArray Of(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[8 * (long)values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        return new NpyArray([.. shape], isDouble: true, bytes);
    }

    /// <summary>An array of float32.</summary>
    public static NpyArray Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[4 * (long)values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return new NpyArray([.. shape], isDouble: false, bytes);
    }

    /// <summary>The elements in double precision.</summary>
    public double[] ToDoubles()
    {
        double[] values = new double[Bytes.Length / (IsDouble ? 8 : 4)];
        for (int i = 0; i < values.Length; i++)
            values[i] = IsDouble ? BinaryPrimitives.ReadDoubleLittleEndian(Bytes[(8 * i)..]) : BinaryPrimitives.ReadSingleLittleEndian(Bytes[(4 * i)..]);
        return values;
    }
}
