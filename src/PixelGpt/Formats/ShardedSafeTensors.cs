using System.Collections.Immutable;
using System.Text.Json;

namespace PixelGpt.Formats;

/// <summary>Tensors spread over several safetensors files, by an index as <c>save_pretrained</c> writes it: <c>{"weight_map": {name: file}}</c>.</summary>
public sealed class ShardedSafeTensors : ITensorSource
{
    private const int MaxIndexLength = 1 << 26;
    private readonly Dictionary<string, SafeTensors> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafeTensors> _byName = new(StringComparer.Ordinal);

    private ShardedSafeTensors(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Reads the index and the files it names, which lie beside it.</summary>
    /// <exception cref="InputException">One of them is missing or unsound, or the index names a file elsewhere.</exception>
    public static ShardedSafeTensors Load(string indexPath)
    {
        if (!File.Exists(indexPath)) throw new InputException($"{indexPath}: no such file");
        if (new FileInfo(indexPath).Length > MaxIndexLength) throw new InputException($"{indexPath}: over 64 MiB is too much for an index");
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(indexPath))!;
        var source = new ShardedSafeTensors(indexPath);
        try
        {
            source.Open(File.ReadAllBytes(indexPath), folder);
            return source;
        }
        catch (Exception e)
        {
            source.Dispose();
            if (e is not (JsonException or InvalidOperationException or KeyNotFoundException)) throw;
            throw new InputException($"{indexPath}: it is not an index of safetensors files: it should hold a 'weight_map' of names to files", e);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape(name);

    /// <inheritdoc/>
    public void CopyTo(string name, Span<float> destination) => Find(name).CopyTo(name, destination);

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafeTensors file in _shards.Values) file.Dispose();
    }

    private void Open(byte[] json, string folder)
    {
        using var index = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
        foreach (JsonProperty entry in index.RootElement.GetProperty("weight_map").EnumerateObject())
        {
            string file = entry.Value.GetString() ?? "";
            if (file.Length == 0 || System.IO.Path.GetFileName(file) != file || file is "." or "..")
                throw new InputException($"{Path}: tensor '{entry.Name}' is said to lie in '{file}', which is not a file beside the index");
            if (!_shards.TryGetValue(file, out SafeTensors? shard)) _shards[file] = shard = SafeTensors.Load(System.IO.Path.Combine(folder, file));
            if (!shard.Contains(entry.Name)) throw new InputException($"{Path}: tensor '{entry.Name}' is not in {file}");
            _byName[entry.Name] = shard;
        }
    }

    private SafeTensors Find(string name) => _byName.TryGetValue(name, out SafeTensors? file) ? file : throw new InputException($"{Path}: there is no tensor '{name}'");
}
