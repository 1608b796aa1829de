using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>
/// The safetensors format (github.com/huggingface/safetensors): eight bytes of header length, a JSON header of names,
/// dtypes, shapes and offsets, then the raw little-endian data. Files are mapped into memory: a tensor's bytes are read
/// when they are asked for, until <see cref="Dispose"/>.
/// </summary>
public sealed class SafeTensors : ITensorSource
{
    /// <summary>Elements widened at a time.</summary>
    private const int ChunkLength = 4096;

    private readonly InputBytes _bytes;
    private readonly long _dataStart;
    private readonly SafeTensorsHeader _header;

    private SafeTensors(string path, InputBytes bytes)
    {
        Path = path;
        _bytes = bytes;
        long length = bytes.Length;
        if (length < 8) throw new InputException($"{path}: {length} bytes are no safetensors file; it is cut short");
        Span<byte> prefix = stackalloc byte[8];
        bytes.Read(0, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafeTensorsHeader.MaxLength || headerLength > (ulong)(length - 8))
            throw new InputException($"{path}: a header of {headerLength} bytes does not fit the file of {length}; it is not safetensors, or cut short");
        byte[] header = bytes.Read(8, (int)headerLength);
        _dataStart = 8 + header.Length;
        _header = SafeTensorsHeader.Parse(header, length - _dataStart, path);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>The names of the tensors, in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => _header.Entries.Keys;

    /// <summary>The free text entries of <c>__metadata__</c>.</summary>
    public ImmutableDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header against it.</summary>
    /// <exception cref="InputException">There is no such file, or it is not sound safetensors; the message says how.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static SafeTensors Load(string path)
    {
        var bytes = new InputBytes(path);
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

    /// <summary>The same from memory; <paramref name="path"/> is the name used in errors.</summary>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    public static SafeTensors Parse(ReadOnlyMemory<byte> bytes, string path) => new(path, new InputBytes(bytes, path));

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => _header.Entries.ContainsKey(name);

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape;

    /// <summary>Copies the elements of a float tensor (F32, F16 or BF16), row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">As long as the tensor.</param>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
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

    /// <summary>The elements of an int64 tensor, row-major.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
    public long[] Int64s(string name) => MemoryMarshal.Cast<byte, long>(Bytes(name, "I64")).ToArray();

    /// <summary>The raw bytes of a tensor, little-endian, as a <paramref name="dtype"/> is stored.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
    public byte[] Bytes(string name, string dtype)
    {
        SafeTensorsHeader.Entry entry = Find(name, dtype);
        return _bytes.Read(entry.Begin + _dataStart, entry.Length);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _bytes.Dispose();

    /// <summary>Writes float32 tensors in the given order, as <c>safetensors.torch.save_file</c> would.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Names, shapes and elements.</param>
    /// <param name="metadata">The free text entries; <c>format: pt</c> is what Hugging Face looks for.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, or one's elements do not fill its shape.</exception>
    public static void Write(Stream stream, IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafeTensorsHeader.MetadataName };
        foreach (Tensor tensor in tensors)
        {
            if (!names.Add(tensor.Name)) throw new ArgumentException($"the name '{tensor.Name}' is taken", nameof(tensors));
            if (tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length)
                throw new ArgumentException($"tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Shape)}] has {tensor.Values.Length} elements", nameof(tensors));
        }

        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
            long at = 0;
            foreach (Tensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += (long)sizeof(float) * tensor.Values.Length);
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
        foreach (Tensor tensor in tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Values.Span));
    }

    private SafeTensorsHeader.Entry Find(string name) => _header.Entries.TryGetValue(name, out SafeTensorsHeader.Entry? entry)
        ? entry
        : throw new InputException($"{Path}: there is no tensor '{name}'");

    private SafeTensorsHeader.Entry Find(string name, string dtype)
    {
        SafeTensorsHeader.Entry entry = Find(name);
        return entry.Dtype == dtype ? entry : throw new InputException($"{Path}: tensor '{name}' is {entry.Dtype} where {dtype} is needed");
    }

    /// <summary>Copies a tensor of <typeparamref name="T"/> piece by piece, each element made a float.</summary>
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

/// <summary>A named float32 tensor.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Values">Its elements, row-major.</param>
public readonly record struct Tensor(string Name, ImmutableArray<int> Shape, ReadOnlyMemory<float> Values);
