using System.Collections.Immutable;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>The header of a safetensors file, checked against the length of its data.</summary>
internal sealed record SafeTensorsHeader
{
    /// <summary>Maximum header length: enough for more than 100,000 tensors. The format itself allows 100 MB.</summary>
    public const int MaxLength = 1 << 24;

    /// <summary>The one header entry that is not a tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Maximum length of a name in error messages.</summary>
    private const int NameLength = 100;

    /// <summary>Maximum number of dimensions of a tensor.</summary>
    private const int MaxRank = 32;

    private SafeTensorsHeader(Dictionary<string, Entry> entries, ImmutableDictionary<string, string> metadata) => (Entries, Metadata) = (entries, metadata);

    /// <summary>The tensors by name, in file order.</summary>
    public Dictionary<string, Entry> Entries { get; }

    /// <summary>The entries of <c>__metadata__</c>.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Number of data bytes after the header.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">The header is invalid or does not match the data.</exception>
    public static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var metadata = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string at = "";
        try
        {
            using var header = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                at = $" at '{Excerpt.Of(property.Name, NameLength)}'";
                if (property.Name == MetadataName)
                {
                    foreach (JsonProperty item in property.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
                }
                else if (!entries.TryAdd(property.Name, ReadEntry(property, dataLength, path)))
                {
                    throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' occurs twice in the header");
                }
            }
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: the safetensors header is damaged{at}: {JsonFault.Describe(e)}", e);
        }

        CheckCover([.. entries.Values], dataLength, path);
        return new SafeTensorsHeader(entries, metadata.ToImmutable());
    }

    private static Entry ReadEntry(JsonProperty property, long dataLength, string path)
    {
        string Tensor() => $"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}'";
        string dtype = Member(property, "dtype").GetString() ?? "";
        int size = dtype switch
        {
            "F64" or "I64" or "U64" => 8,
            "F32" or "I32" or "U32" => 4,
            "F16" or "BF16" or "I16" or "U16" => 2,
            "U8" or "I8" or "BOOL" => 1,
            _ => throw new InputException($"{Tensor()} has the unknown dtype '{Excerpt.Of(dtype)}'"),
        };
        JsonElement sides = Member(property, "shape"), offsets = Member(property, "data_offsets");
        if (sides.GetArrayLength() > MaxRank) throw new InputException($"{Tensor()} has {sides.GetArrayLength()} dimensions; the maximum is {MaxRank}");
        var shape = ImmutableArray.CreateBuilder<int>(sides.GetArrayLength());
        foreach (JsonElement side in sides.EnumerateArray()) shape.Add(side.GetInt32());
        (long begin, long end) = offsets.GetArrayLength() == 2 ? (offsets[0].GetInt64(), offsets[1].GetInt64()) : (-1, -1);
        if (begin < 0 || end < begin || end > dataLength)
            throw new InputException($"{Tensor()} is outside the file's {dataLength} bytes of data");
        long bytes = size;
        foreach (int side in shape)
        {
            if (side < 0) throw new InputException($"{Tensor()} has a negative size");
            bytes *= side;
            if (bytes > int.MaxValue) throw new InputException($"{Tensor()} of shape {Show(shape)} is too large");
        }

        if (bytes != end - begin)
            throw new InputException($"{Tensor()} of shape {Show(shape)} needs {bytes} bytes; the file has {end - begin}");
        return new Entry(property.Name, dtype, shape.MoveToImmutable(), begin, (int)(end - begin));
    }

    private static string Show(IEnumerable<int> shape) => Excerpt.Of($"[{string.Join(", ", shape)}]");

    private static JsonElement Member(JsonProperty entry, string name) => entry.Value.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new FormatException($"'{name}' is missing");

    /// <summary>Checks that each byte of data belongs to exactly one tensor, as the format requires.</summary>
    private static void CheckCover(Entry[] entries, long dataLength, string path)
    {
        long covered = 0;
        Array.Sort(entries, (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.Length.CompareTo(b.Length));
        foreach (Entry entry in entries)
        {
            if (entry.Begin < covered) throw new InputException($"{path}: tensor '{Excerpt.Of(entry.Name, NameLength)}' overlaps another one: it begins at byte {entry.Begin}, but the previous one ends at byte {covered}");
            if (entry.Begin > covered) throw new InputException($"{path}: bytes {covered} to {entry.Begin} of the data belong to no tensor; the file is damaged");
            covered = entry.Begin + entry.Length;
        }

        if (covered < dataLength) throw new InputException($"{path}: the last {dataLength - covered} bytes of the data belong to no tensor; the file is damaged");
    }

    /// <summary>A tensor in the header.</summary>
    /// <param name="Name">Name of the tensor.</param>
    /// <param name="Dtype">Element type, as named by the format.</param>
    /// <param name="Shape">Sizes, outermost first.</param>
    /// <param name="Begin">Offset in the data.</param>
    /// <param name="Length">Number of bytes.</param>
    public sealed record Entry(string Name, string Dtype, ImmutableArray<int> Shape, long Begin, int Length);
}
