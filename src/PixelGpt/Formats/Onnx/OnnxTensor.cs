using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using PixelGpt.Formats.Protobuf;
using PixelGpt.Numerics;

namespace PixelGpt.Formats.Onnx;

/// <summary>A float32 tensor of an ONNX file (<c>TensorProto</c>).</summary>
internal sealed class OnnxTensor
{
    private const int FloatType = 1;

    private readonly byte[] _file;
    private readonly Range _values;
    private readonly float[] _singles;

    private OnnxTensor(string name, ImmutableArray<int> shape, byte[] file, Range values, float[] singles) => (Name, Shape, _file, _values, _singles) = (name, shape, file, values, singles);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The sizes, outermost first.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Reads a tensor; its values are not copied.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">The range of the file that contains the tensor.</param>
    /// <returns>The tensor; null if its values are not float32.</returns>
    /// <exception cref="InputException">The tensor is damaged.</exception>
    public static OnnxTensor? Read(byte[] file, Range message)
    {
        (string name, long type, List<long> sizes, List<float> singles) = ("", 0, [], []);
        Range values = default;
        bool hasValues = false;
        for (var reader = new ProtobufReader(file.AsSpan(message)); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1:
                    reader.ReadInt64s(sizes);
                    break;
                case 2:
                    type = reader.ReadInt64();
                    break;
                case 4 when !reader.IsBytes:
                    singles.Add(reader.ReadFloat());
                    break;
                case 4 or 9:
                    if (hasValues) throw new InputException($"damaged tensor '{Excerpt.Of(name, 100)}': its values occur twice");
                    values = OnnxGraph.RangeIn(file, reader.ReadBytes());
                    hasValues = true;
                    break;
                case 8:
                    name = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type != FloatType) return null;
        long elements = 1;
        foreach (long size in sizes)
        {
            if (size is < 0 or > int.MaxValue || (elements *= size) > int.MaxValue) throw new InputException($"damaged tensor '{Excerpt.Of(name, 100)}': shape [{string.Join(", ", sizes)}]");
        }

        long found = hasValues ? values.GetOffsetAndLength(file.Length).Length : (long)singles.Count * sizeof(float);
        if (found != elements * sizeof(float) || (hasValues && singles.Count > 0)) throw new InputException($"damaged tensor '{Excerpt.Of(name, 100)}': {found} bytes for the shape [{string.Join(", ", sizes)}]");
        return new OnnxTensor(name, [.. sizes.Select(size => (int)size)], file, values, [.. singles]);
    }

    /// <summary>Copies the values in row-major order.</summary>
    /// <exception cref="InputException">A value is NaN or infinite.</exception>
    public float[] FiniteFloats()
    {
        float[] values = _singles;
        if (values.Length == 0)
        {
            ReadOnlySpan<byte> bytes = _file.AsSpan(_values);
            values = new float[bytes.Length / sizeof(float)];
            for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        int first = NonFinite.IndexOf(values);
        return first < 0 ? values : throw new InputException($"tensor '{Excerpt.Of(Name, 100)}' has a value that is not finite ({values[first]} at index {first})");
    }
}
