using System.Collections.Immutable;
using System.Text.Json;

namespace PixelGpt.Formats;

/// <summary>Tensors spread over several safetensors files, by an index as <c>save_pretrained</c> writes it: <c>{"weight_map": {name: file}}</c>.</summary>
public sealed class ShardedSafeTensors : ITensorSource
{
    private const int MaxIndexLength = 1 << 26;
    private readonly Dictionary<string, SafeTensors> _files;

    private ShardedSafeTensors(string path, Dictionary<string, SafeTensors> files) => (Path, _files) = (path, files);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Reads the index and the files it names, which lie beside it.</summary>
    /// <exception cref="InputException">One of them is missing or unsound, or the index names a file elsewhere.</exception>
    public static ShardedSafeTensors Load(string indexPath)
    {
        if (!File.Exists(indexPath)) throw new InputException($"{indexPath}: no such file");
        if (new FileInfo(indexPath).Length > MaxIndexLength) throw new InputException($"{indexPath}: over 64 MiB is too much for an index");
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(indexPath))!;
        var opened = new Dictionary<string, SafeTensors>(StringComparer.Ordinal);
        var files = new Dictionary<string, SafeTensors>(StringComparer.Ordinal);
        try
        {
            using var index = JsonDocument.Parse(File.ReadAllBytes(indexPath), new JsonDocumentOptions { MaxDepth = 8 });
            foreach (JsonProperty entry in index.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = entry.Value.GetString() ?? "";
                if (file.Length == 0 || System.IO.Path.GetFileName(file) != file || file is "." or "..")
                    throw new InputException($"{indexPath}: tensor '{entry.Name}' is said to lie in '{file}', which is not a file beside the index");
                if (!opened.TryGetValue(file, out SafeTensors? shard)) opened[file] = shard = SafeTensors.Load(System.IO.Path.Combine(folder, file));
                if (!shard.Contains(entry.Name)) throw new InputException($"{indexPath}: tensor '{entry.Name}' is not in {file}");
                files[entry.Name] = shard;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InputException($"{indexPath}: it is not an index of safetensors files: it should hold a 'weight_map' of names to files", e);
        }

        return new ShardedSafeTensors(indexPath, files);
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape(name);

    /// <inheritdoc/>
    public float[] Floats(string name) => Find(name).Floats(name);

    private SafeTensors Find(string name) => _files.TryGetValue(name, out SafeTensors? file) ? file : throw new InputException($"{Path}: there is no tensor '{name}'");
}
