using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PixelGpt.Formats.Pth;

/// <summary>A tensor of a <c>.pth</c> file: a strided view of a storage.</summary>
internal sealed class PthTensor(PthStorage storage, long offset, ImmutableArray<int> shape, ImmutableArray<long> strides)
{
    public ImmutableArray<int> Shape { get; } = shape;

    public PthDtype Dtype => storage.Dtype;

    /// <summary>Returns the elements in row-major order, converted to float32.</summary>
    public float[] ToFloats()
    {
        float[] values = new float[Shape.Aggregate(1, (product, size) => checked(product * size))];
        CopyTo(values);
        return values;
    }

    /// <summary>Copies the elements in row-major order, converted to float32.</summary>
    /// <param name="values">Destination with the length of the tensor.</param>
    public void CopyTo(Span<float> values)
    {
        if (values.Length > 0 && storage.Dtype == PthDtype.Float32 && BitConverter.IsLittleEndian && IsContiguous())
        {
            MemoryMarshal.Cast<byte, float>(storage.Bytes.Span).Slice(checked((int)offset), values.Length).CopyTo(values);
            return;
        }

        int[] index = new int[Shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            long at = offset;
            for (int axis = 0; axis < index.Length; axis++) at += index[axis] * strides[axis];
            values[i] = Element(checked((int)at));
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--) index[axis] = 0;
        }
    }

    /// <summary>Whether the elements are stored contiguously in row-major order.</summary>
    private bool IsContiguous()
    {
        long step = 1;
        for (int axis = Shape.Length - 1; axis >= 0; axis--)
        {
            if (Shape[axis] != 1 && strides[axis] != step) return false;
            step *= Shape[axis];
        }

        return true;
    }

    private float Element(int at)
    {
        ReadOnlySpan<byte> bytes = storage.Bytes.Span.Slice(at * storage.ElementSize, storage.ElementSize);
        return storage.Dtype switch
        {
            PthDtype.Float32 => BitConverter.ToSingle(bytes),
            PthDtype.Float64 => (float)BitConverter.ToDouble(bytes),
            PthDtype.Float16 => (float)BitConverter.ToHalf(bytes),
            PthDtype.BFloat16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(bytes) << 16),
            PthDtype.Int64 => BitConverter.ToInt64(bytes),
            PthDtype.Int32 => BitConverter.ToInt32(bytes),
            PthDtype.Int16 => BitConverter.ToInt16(bytes),
            PthDtype.Int8 => (sbyte)bytes[0],
            _ => bytes[0],
        };
    }
}
