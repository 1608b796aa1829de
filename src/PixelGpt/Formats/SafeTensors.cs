using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using PixelGpt.Data;

namespace PixelGpt.Formats;

/// <summary>
/// The safetensors format (github.com/huggingface/safetensors): eight bytes of header length, a JSON header of names,
/// dtypes, shapes and offsets, then the raw little-endian data.
/// </summary>
public sealed class SafeTensors : ITensorSource
{
    /// <summary>The format's own limit on its header.</summary>
    private const int MaxHeaderLength = 100_000_000;

    /// <summary>How much of a name an error shows.</summary>
    private const int NameLength = 100;

    /// <summary>The header's one entry that is no tensor.</summary>
    private const string MetadataName = "__metadata__";

    private readonly byte[] _data;
    private readonly Dictionary<string, Entry> _entries;

    private SafeTensors(string path, byte[] data, Dictionary<string, Entry> entries, ImmutableDictionary<string, string> metadata)
    {
        Path = path;
        _data = data;
        _entries = entries;
        Metadata = metadata;
    }

    /// <summary>Where it was read from: its name in errors.</summary>
    public string Path { get; }

    /// <summary>The names of the tensors, in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The free text entries of <c>__metadata__</c>.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file whole and checks its header against it.</summary>
    /// <exception cref="InputException">There is no such file, or it is not sound safetensors; the message says how.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static SafeTensors Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            if (new FileInfo(path).Length > Array.MaxLength) throw new InputException($"{path}: files over 2 GiB are not supported");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The same from memory; <paramref name="path"/> is the name used in errors.</summary>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    public static SafeTensors Parse(byte[] bytes, string path)
    {
        if (bytes.Length < 8) throw new InputException($"{path}: {bytes.Length} bytes are no safetensors file; it is cut short");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MaxHeaderLength || length > (ulong)(bytes.Length - 8))
            throw new InputException($"{path}: a header of {length} bytes does not fit the file of {bytes.Length}; it is not safetensors, or cut short");
        int start = 8 + (int)length;
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var metadata = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string at = "";
        try
        {
            using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)length), new JsonDocumentOptions { MaxDepth = 8 });
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                at = $" at '{Excerpt.Of(property.Name, NameLength)}'";
                if (property.Name == MetadataName)
                {
                    foreach (JsonProperty item in property.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
                }
                else if (!entries.TryAdd(property.Name, ReadEntry(property, bytes.Length - start, path)))
                {
                    throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' stands twice in the header");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: the safetensors header is damaged{at}: {Excerpt.Of(e.Message, 200)}", e);
        }

        CheckCover([.. entries.Values], bytes.Length - start, path);
        return new SafeTensors(path, bytes[start..], entries, metadata.ToImmutable());
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="InputException">There is no such tensor.</exception>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape;

    /// <summary>The elements of a float tensor (F32, F16 or BF16), row-major.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
    public float[] Floats(string name)
    {
        Entry entry = Find(name);
        switch (entry.Dtype)
        {
            case "F16":
                return [.. MemoryMarshal.Cast<byte, Half>(Bytes(name, "F16")).ToArray().Select(half => (float)half)];
            case "BF16":
                return [.. MemoryMarshal.Cast<byte, ushort>(Bytes(name, "BF16")).ToArray().Select(bits => BitConverter.Int32BitsToSingle(bits << 16))];
            default:
                return MemoryMarshal.Cast<byte, float>(Bytes(name, "F32")).ToArray();
        }
    }

    /// <summary>The elements of an int64 tensor, row-major.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
    public long[] Int64s(string name) => MemoryMarshal.Cast<byte, long>(Bytes(name, "I64")).ToArray();

    /// <summary>The raw bytes of a tensor, little-endian, as a <paramref name="dtype"/> is stored.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is of another type.</exception>
    public ReadOnlySpan<byte> Bytes(string name, string dtype)
    {
        Entry entry = Find(name);
        if (entry.Dtype != dtype) throw new InputException($"{Path}: tensor '{name}' is {entry.Dtype} where {dtype} is needed");
        return _data.AsSpan(entry.Begin, entry.End - entry.Begin);
    }

    /// <summary>Writes float32 tensors in the given order, as <c>safetensors.torch.save_file</c> would.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Names, shapes and elements.</param>
    /// <param name="metadata">The free text entries; <c>format: pt</c> is what Hugging Face looks for.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, or one's elements do not fill its shape.</exception>
    public static void Write(Stream stream, IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataName };
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
            json.WriteStartObject(MetadataName);
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

    private static Entry ReadEntry(JsonProperty property, int dataLength, string path)
    {
        string dtype = Member(property, "dtype").GetString() ?? "";
        int size = dtype switch
        {
            "F64" or "I64" or "U64" => 8,
            "F32" or "I32" or "U32" => 4,
            "F16" or "BF16" or "I16" or "U16" => 2,
            "U8" or "I8" or "BOOL" => 1,
            _ => throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' has the unknown dtype '{Excerpt.Of(dtype)}'"),
        };
        JsonElement sides = Member(property, "shape"), offsets = Member(property, "data_offsets");
        var shape = new int[sides.GetArrayLength()];
        for (int i = 0; i < shape.Length; i++) shape[i] = sides[i].GetInt32();
        long begin = -1, end = -1;
        if (offsets.GetArrayLength() == 2) (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > dataLength)
            throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' lies outside the file's {dataLength} bytes of data");
        long bytes = size;
        foreach (int side in shape)
        {
            if (side < 0) throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' has a negative size");
            bytes *= side;
            if (bytes > int.MaxValue) throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' of shape {Show(shape)} is too large");
        }

        if (bytes != end - begin)
            throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' of shape {Show(shape)} needs {bytes} bytes; the file gives it {end - begin}");
        return new Entry(property.Name, dtype, ImmutableCollectionsMarshal.AsImmutableArray(shape), (int)begin, (int)end);
    }

    private static string Show(int[] shape) => Excerpt.Of($"[{string.Join(", ", shape)}]");

    private static JsonElement Member(JsonProperty entry, string name) => entry.Value.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new FormatException($"'{name}' is missing");

    /// <summary>The format has each byte of data belong to exactly one tensor.</summary>
    private static void CheckCover(Entry[] entries, int dataLength, string path)
    {
        int covered = 0;
        Array.Sort(entries, (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        foreach (Entry entry in entries)
        {
            if (entry.Begin < covered) throw new InputException($"{path}: tensor '{Excerpt.Of(entry.Name, NameLength)}' overlaps another; it begins at byte {entry.Begin}, where the one before ends at {covered}");
            if (entry.Begin > covered) throw new InputException($"{path}: bytes {covered} to {entry.Begin} of the data belong to no tensor; the file is damaged");
            covered = entry.End;
        }

        if (covered < dataLength) throw new InputException($"{path}: the last {dataLength - covered} bytes of the data belong to no tensor; the file is damaged");
    }

    private Entry Find(string name) => _entries.TryGetValue(name, out Entry? entry)
        ? entry
        : throw new InputException($"{Path}: there is no tensor '{name}'");

    private sealed record Entry(string Name, string Dtype, ImmutableArray<int> Shape, int Begin, int End);
}

/// <summary>A named float32 tensor.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Values">Its elements, row-major.</param>
public readonly record struct Tensor(string Name, ImmutableArray<int> Shape, ReadOnlyMemory<float> Values);
