using System.Collections.Immutable;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>
/// Tensors in several files with an index, as written by <c>save_pretrained</c>: <c>{"weight_map": {name: file}}</c>. The files
/// have the safetensors format or are written by <c>torch.save</c>.
/// </summary>
internal sealed class ShardedTensors : ITensorSource
{
    private const int MaxIndexLength = 1 << 24;
    private const int MaxShards = 1000;
    private const int NameLength = 100;
    private readonly Dictionary<string, ITensorSource> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITensorSource> _byName = new(StringComparer.Ordinal);

    private ShardedTensors(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public string PathOf(string name) => Find(name).Path;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Opens the index and the files it names, which must be in the same folder.</summary>
    /// <param name="indexPath">Path of the index.</param>
    /// <returns>The open files; dispose it to close them.</returns>
    /// <exception cref="InputException">A file is missing or invalid, or the index names a file in another folder.</exception>
    public static ShardedTensors Load(string indexPath)
    {
        byte[] json = InputFile.ReadAllBytes(indexPath, MaxIndexLength, "an index of shards");
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(indexPath))!;
        var source = new ShardedTensors(indexPath);
        try
        {
            source.Open(json, folder);
            return source;
        }
        catch (Exception e)
        {
            source.Dispose();
            if (!InputJson.IsFault(e) && e is not KeyNotFoundException) throw;
            throw new InputException($"{indexPath}: not an index of weights in several files; expected an object with a 'weight_map' of tensor names to file names", e);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape(name);

    /// <inheritdoc/>
    public void CopyTo(string name, Span<float> destination) => Find(name).CopyTo(name, destination);

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (ITensorSource file in _shards.Values) file.Dispose();
    }

    private void Open(byte[] json, string folder)
    {
        using var index = JsonDocument.Parse(json, InputJson.Strict);
        foreach (JsonProperty entry in index.RootElement.GetProperty("weight_map").EnumerateObject())
        {
            string file = entry.Value.GetString() ?? "";
            string name = Excerpt.Of(entry.Name, NameLength);
            if (!IsPlainName(file)) throw new InputException($"{Path}: tensor '{name}' is in '{Excerpt.Of(file, NameLength)}', which is not a file name in the folder of the index");
            if (!_shards.TryGetValue(file, out ITensorSource? shard))
            {
                if (_shards.Count == MaxShards) throw new InputException($"{Path}: the index names more than {MaxShards} files");
                _shards[file] = shard = TensorFile.OpenShard(System.IO.Path.Combine(folder, file));
            }

            if (!shard.Names.Contains(entry.Name)) throw new InputException($"{Path}: tensor '{name}' is not in {file}");
            _byName[entry.Name] = shard;
        }
    }

    /// <summary>Whether a name is a plain file name without a folder on every operating system.</summary>
    private static bool IsPlainName(string file) =>
        file.Length is > 0 and <= 255 && file is not ("." or "..") && file.All(c => !char.IsControl(c) && c is not ('/' or '\\' or ':'));

    private ITensorSource Find(string name) => _byName.TryGetValue(name, out ITensorSource? file) ? file : throw new InputException($"{Path}: there is no tensor '{name}'");
}
