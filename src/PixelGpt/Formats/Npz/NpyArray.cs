using System.Buffers.Binary;
using System.Collections.Immutable;

namespace PixelGpt.Formats.Npz;

/// <summary>A NumPy array of float32 or float64: little-endian, C order (row-major).</summary>
internal sealed class NpyArray
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal NpyArray(ImmutableArray<int> shape, bool isDouble, ReadOnlyMemory<byte> bytes) => (Shape, IsDouble, _bytes) = (shape, isDouble, bytes);

    /// <summary>The shape; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Whether the elements are float64 instead of float32.</summary>
    public bool IsDouble { get; }

    /// <summary>The bytes of the elements as stored.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The shape in Python notation.</summary>
    public string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    /// <summary>Creates a float64 array; without a shape, a scalar.</summary>
    public static NpyArray Of(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[8 * (long)values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        return new NpyArray([.. shape], isDouble: true, bytes);
    }

    /// <summary>Creates a float32 array; without a shape, a scalar.</summary>
    public static NpyArray Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[4 * (long)values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return new NpyArray([.. shape], isDouble: false, bytes);
    }

    /// <summary>Returns the elements as float64.</summary>
    public double[] ToDoubles()
    {
        double[] values = new double[Bytes.Length / (IsDouble ? 8 : 4)];
        for (int i = 0; i < values.Length; i++)
            values[i] = IsDouble ? BinaryPrimitives.ReadDoubleLittleEndian(Bytes[(8 * i)..]) : BinaryPrimitives.ReadSingleLittleEndian(Bytes[(4 * i)..]);
        return values;
    }
}
