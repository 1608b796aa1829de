using System.Collections.Immutable;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>What a safetensors header says, checked against the length of the data behind it.</summary>
internal sealed record SafeTensorsHeader
{
    /// <summary>The longest header that is read: one of over a hundred thousand tensors. The format itself stops at 100 MB.</summary>
    public const int MaxLength = 1 << 24;

    /// <summary>The header's one entry that is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>How much of a name an error shows.</summary>
    private const int NameLength = 100;

    /// <summary>The most dimensions a tensor may have.</summary>
    private const int MaxRank = 32;

    private SafeTensorsHeader(Dictionary<string, Entry> entries, ImmutableDictionary<string, string> metadata) => (Entries, Metadata) = (entries, metadata);

    /// <summary>The tensors by name, in the order of the file.</summary>
    public Dictionary<string, Entry> Entries { get; }

    /// <summary>The free text entries.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header's text.</param>
    /// <param name="dataLength">Bytes of data behind it.</param>
    /// <param name="path">The file's name in errors.</param>
    /// <exception cref="InputException">It is no sound header, or does not fit the data.</exception>
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
                    throw new InputException($"{path}: tensor '{Excerpt.Of(property.Name, NameLength)}' stands twice in the header");
                }
            }
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: the safetensors header is damaged{at}: {Excerpt.Of(e.Message, 200)}", e);
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
        if (sides.GetArrayLength() > MaxRank) throw new InputException($"{Tensor()} has {sides.GetArrayLength()} dimensions; at most {MaxRank} are read");
        var shape = ImmutableArray.CreateBuilder<int>(sides.GetArrayLength());
        foreach (JsonElement side in sides.EnumerateArray()) shape.Add(side.GetInt32());
        (long begin, long end) = offsets.GetArrayLength() == 2 ? (offsets[0].GetInt64(), offsets[1].GetInt64()) : (-1, -1);
        if (begin < 0 || end < begin || end > dataLength)
            throw new InputException($"{Tensor()} lies outside the file's {dataLength} bytes of data");
        long bytes = size;
        foreach (int side in shape)
        {
            if (side < 0) throw new InputException($"{Tensor()} has a negative size");
            bytes *= side;
            if (bytes > int.MaxValue) throw new InputException($"{Tensor()} of shape {Show(shape)} is too large");
        }

        if (bytes != end - begin)
            throw new InputException($"{Tensor()} of shape {Show(shape)} needs {bytes} bytes; the file gives it {end - begin}");
        return new Entry(property.Name, dtype, shape.MoveToImmutable(), begin, (int)(end - begin));
    }

    private static string Show(IEnumerable<int> shape) => Excerpt.Of($"[{string.Join(", ", shape)}]");

    private static JsonElement Member(JsonProperty entry, string name) => entry.Value.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new FormatException($"'{name}' is missing");

    /// <summary>The format has each byte of data belong to exactly one tensor.</summary>
    private static void CheckCover(Entry[] entries, long dataLength, string path)
    {
        long covered = 0;
        Array.Sort(entries, (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.Length.CompareTo(b.Length));
        foreach (Entry entry in entries)
        {
            if (entry.Begin < covered) throw new InputException($"{path}: tensor '{Excerpt.Of(entry.Name, NameLength)}' overlaps another; it begins at byte {entry.Begin}, where the one before ends at {covered}");
            if (entry.Begin > covered) throw new InputException($"{path}: bytes {covered} to {entry.Begin} of the data belong to no tensor; the file is damaged");
            covered = entry.Begin + entry.Length;
        }

        if (covered < dataLength) throw new InputException($"{path}: the last {dataLength - covered} bytes of the data belong to no tensor; the file is damaged");
    }

    /// <summary>A tensor.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Dtype">Its type, by the format's name.</param>
    /// <param name="Shape">Its sizes, outermost first.</param>
    /// <param name="Begin">Where it begins in the data.</param>
    /// <param name="Length">Its bytes.</param>
    public sealed record Entry(string Name, string Dtype, ImmutableArray<int> Shape, long Begin, int Length);
}
