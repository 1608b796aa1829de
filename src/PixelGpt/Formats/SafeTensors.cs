using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>
/// Reads and writes the safetensors format (github.com/huggingface/safetensors): the header length in eight bytes, a JSON
/// header of names, dtypes, shapes and offsets, then the little-endian data. Files are memory-mapped; a tensor is loaded when
/// it is read, until <see cref="Dispose"/>.
/// </summary>
internal sealed class SafeTensors : ITensorSource
{
    /// <summary>Number of elements converted at a time.</summary>
    private const int ChunkLength = 4096;

    private readonly ByteSource _bytes;
    private readonly long _dataStart;
    private readonly SafeTensorsHeader _header;

    private SafeTensors(string path, ByteSource bytes)
    {
        Path = path;
        _bytes = bytes;
        long length = bytes.Length;
        if (length < 8) throw new InputException($"{path}: not a safetensors file, or truncated: it has only {length} bytes");
        Span<byte> prefix = stackalloc byte[8];
        bytes.Read(0, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafeTensorsHeader.MaxLength || headerLength > (ulong)(length - 8))
            throw new InputException($"{path}: not a safetensors file, or truncated: a header of {headerLength} bytes does not fit into {length} bytes");
        byte[] header = bytes.Read(8, (int)headerLength);
        _dataStart = 8 + header.Length;
        _header = SafeTensorsHeader.Parse(header, length - _dataStart, path);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>The names of the tensors, in file order.</summary>
    public IReadOnlyCollection<string> Names => _header.Entries.Keys;

    /// <summary>The entries of <c>__metadata__</c>.</summary>
    public ImmutableDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The open file; dispose it to close it.</returns>
    /// <exception cref="InputException">The file does not exist or is not a valid safetensors file.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static SafeTensors Load(string path)
    {
        var bytes = new ByteSource(path);
        try
        {
            return new SafeTensors(path, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <returns>The tensors.</returns>
    /// <exception cref="InputException">The bytes are not a valid safetensors file.</exception>
    public static SafeTensors Parse(ReadOnlyMemory<byte> bytes, string path) => new(path, new ByteSource(bytes, path));

    /// <summary>Whether there is a tensor with this name.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>Whether the file has the tensor.</returns>
    public bool Contains(string name) => _header.Entries.ContainsKey(name);

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape;

    /// <summary>Copies the elements of a float tensor (F32, F16 or BF16) in row-major order, converted to float32.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="destination">Destination with the length of the tensor.</param>
    /// <exception cref="InputException">There is no such tensor, or it has another dtype.</exception>
    public void CopyTo(string name, Span<float> destination)
    {
        switch (Find(name).Dtype)
        {
            case "F16":
                Widen<Half>(name, "F16", destination, value => (float)value);
                break;
            case "BF16":
                Widen<ushort>(name, "BF16", destination, bits => BitConverter.Int32BitsToSingle(bits << 16));
                break;
            default:
                _bytes.Read(Find(name, "F32").Begin + _dataStart, destination);
                break;
        }
    }

    /// <summary>Reads the elements of an int64 tensor in row-major order.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new array of the elements.</returns>
    /// <exception cref="InputException">There is no such tensor, or it has another dtype.</exception>
    public long[] Int64s(string name) => MemoryMarshal.Cast<byte, long>(Bytes(name, "I64")).ToArray();

    /// <summary>Reads the bytes of a tensor, little-endian.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="dtype">Dtype that the tensor must have, such as <c>I64</c>.</param>
    /// <returns>A new array of the bytes.</returns>
    /// <exception cref="InputException">There is no such tensor, or it has another dtype.</exception>
    public byte[] Bytes(string name, string dtype)
    {
        SafeTensorsHeader.Entry entry = Find(name, dtype);
        return _bytes.Read(entry.Begin + _dataStart, entry.Length);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _bytes.Dispose();

    /// <summary>Writes float32 tensors in the given order, with the same layout as <c>safetensors.torch.save_file</c>.</summary>
    /// <param name="stream">Stream to write to.</param>
    /// <param name="tensors">Tensors to write.</param>
    /// <param name="metadata">Entries of <c>__metadata__</c>; Hugging Face libraries expect <c>format: pt</c>.</param>
    /// <param name="type">Element type in the file; values are rounded to it as by <see cref="HalfPrecision"/>.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or the number of elements does not match a shape.</exception>
    /// <exception cref="InputException">A value exceeds the range of <paramref name="type"/>.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata, FloatType type = FloatType.F32)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafeTensorsHeader.MetadataName };
        foreach (NamedTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name)) throw new ArgumentException($"two tensors are named '{tensor.Name}'", nameof(tensors));
            if (tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length)
                throw new ArgumentException($"tensor '{tensor.Name}' has {tensor.Values.Length} elements, which does not match its shape [{string.Join(", ", tensor.Shape)}]", nameof(tensors));
        }

        int size = type == FloatType.F16 ? Unsafe.SizeOf<Half>() : sizeof(float);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
            long at = 0;
            foreach (NamedTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", type.ToString());
                json.WriteStartArray("shape");
                foreach (int side in tensor.Shape) json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += (long)size * tensor.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0) header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (NamedTensor tensor in tensors)
        {
            if (type == FloatType.F16) stream.Write(MemoryMarshal.AsBytes(HalfPrecision.Round(tensor).AsSpan()));
            else stream.Write(MemoryMarshal.AsBytes(tensor.Values.Span));
        }
    }

    private SafeTensorsHeader.Entry Find(string name) => _header.Entries.TryGetValue(name, out SafeTensorsHeader.Entry? entry)
        ? entry
        : throw new InputException($"{Path}: there is no tensor '{name}'");

    private SafeTensorsHeader.Entry Find(string name, string dtype)
    {
        SafeTensorsHeader.Entry entry = Find(name);
        return entry.Dtype == dtype ? entry : throw new InputException($"{Path}: tensor '{name}' has dtype {entry.Dtype}; expected {dtype}");
    }

    /// <summary>Copies a tensor of <typeparamref name="T"/> chunk by chunk and converts each element to float32.</summary>
    private void Widen<T>(string name, string dtype, Span<float> destination, Func<T, float> widen)
        where T : unmanaged
    {
        long begin = Find(name, dtype).Begin + _dataStart;
        T[] chunk = new T[Math.Min(ChunkLength, destination.Length)];
        for (int start = 0; start < destination.Length; start += chunk.Length)
        {
            Span<T> elements = chunk.AsSpan(0, Math.Min(chunk.Length, destination.Length - start));
            _bytes.Read(begin + ((long)start * Unsafe.SizeOf<T>()), elements);
            for (int i = 0; i < elements.Length; i++) destination[start + i] = widen(elements[i]);
        }
    }
}
