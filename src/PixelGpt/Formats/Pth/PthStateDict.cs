using System.Collections.Immutable;

namespace PixelGpt.Formats.Pth;

/// <summary>The state dict of a <c>.pth</c> file: the saved value itself, or an entry of a saved checkpoint.</summary>
internal sealed class PthStateDict : ITensorSource
{
    /// <summary>Keys under which checkpoints store the state dict; the course work's key is first, averaged weights are last.</summary>
    private static readonly string[] CheckpointKeys = ["model_state_dict", "state_dict", "model", "net", "ema"];

    /// <summary>Maximum number of dictionaries around a state dict.</summary>
    private const int MaxDepth = 3;

    private readonly Dictionary<string, PthTensor> _tensors;

    private PthStateDict(string path, Dictionary<string, PthTensor> tensors) => (Path, _tensors) = (path, tensors);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Reads a file written by <c>torch.save</c>. Nothing in the file is executed.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The tensors of the file.</returns>
    /// <exception cref="InputException">The file is missing or damaged, contains no state dict, or calls functions.</exception>
    public static PthStateDict Load(string path)
    {
        if (PthFile.Load(path) is not PickleDictionary root) throw new InputException($"{path}: the file contains no state dict. {PickleReader.SaveStateDict}");
        PickleDictionary state = FindStateDict(root, MaxDepth)
            ?? throw new InputException($"{path}: the file contains no named tensors; it has {Excerpt.List(root.Items.Select(item => $"{item.Key}"))}. {PickleReader.SaveStateDict}");
        var tensors = new Dictionary<string, PthTensor>(StringComparer.Ordinal);
        foreach ((object key, object? value) in state.Items)
        {
            if (key is string name && value is PthTensor tensor) tensors[name] = tensor;
        }

        return new PthStateDict(path, tensors);
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape;

    /// <inheritdoc/>
    public void CopyTo(string name, Span<float> destination) => Find(name).CopyTo(destination);

    /// <summary>Does nothing; the whole file is in memory.</summary>
    public void Dispose()
    {
    }

    /// <summary>Returns the first dictionary with named tensors: one in a checkpoint, or else the dictionary itself; null if there is none.</summary>
    private static PickleDictionary? FindStateDict(PickleDictionary dictionary, int depth) =>
        (depth > 0 ? CheckpointKeys.Select(key => dictionary[key]).OfType<PickleDictionary>().Select(inner => FindStateDict(inner, depth - 1)).FirstOrDefault(found => found is not null) : null)
        ?? (dictionary.Items.Any(item => item is { Key: string, Value: PthTensor }) ? dictionary : null);

    private PthTensor Find(string name) => _tensors.TryGetValue(name, out PthTensor? tensor) ? tensor : throw new InputException($"{Path}: there is no tensor '{name}'");
}
