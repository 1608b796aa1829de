using System.Collections.Immutable;

namespace PixelGpt.Formats.Pth;

/// <summary>The state dict of a <c>.pth</c> file: the file's own value, or that of a checkpoint which holds it.</summary>
public sealed class PthStateDict : ITensorSource
{
    /// <summary>Where checkpoints keep the model, the course work's way first.</summary>
    private static readonly string[] CheckpointKeys = ["model_state_dict", "state_dict", "model"];

    private readonly Dictionary<string, PthTensor> _tensors;

    private PthStateDict(string path, Dictionary<string, PthTensor> tensors) => (Path, _tensors) = (path, tensors);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Reads a file as <c>torch.save</c> writes it. Nothing in it is run.</summary>
    /// <exception cref="InputException">It is missing, damaged, holds no state dict, or asks to run something.</exception>
    public static PthStateDict Load(string path)
    {
        if (PthFile.Load(path) is not PickleDictionary root) throw new InputException($"{path}: it holds no state dict");
        PickleDictionary state = CheckpointKeys.Select(key => root[key]).OfType<PickleDictionary>().FirstOrDefault() ?? root;
        var tensors = new Dictionary<string, PthTensor>(StringComparer.Ordinal);
        foreach ((object key, object? value) in state.Items)
        {
            if (key is string name && value is PthTensor tensor) tensors[name] = tensor;
        }

        return tensors.Count > 0 ? new PthStateDict(path, tensors) : throw new InputException($"{path}: it holds no tensors under names");
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Shape(string name) => Find(name).Shape;

    /// <inheritdoc/>
    public void CopyTo(string name, Span<float> destination) => Find(name).CopyTo(destination);

    /// <summary>Does nothing: the file was read whole.</summary>
    public void Dispose()
    {
    }

    private PthTensor Find(string name) => _tensors.TryGetValue(name, out PthTensor? tensor) ? tensor : throw new InputException($"{Path}: there is no tensor '{name}'");
}
