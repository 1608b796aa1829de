namespace PixelGpt.Tests.Architecture;

/// <summary>
/// The folders of one project from the bottom layer to the top layer. A folder may use the folders before it in the list
/// and no others, which also rules out cycles. A folder's types are in the namespace of the same name or below it.
/// </summary>
internal sealed class LayerMap
{
    /// <summary>The name of the layer that holds the types directly in the root namespace.</summary>
    public const string Root = "(root)";

    private readonly string _rootNamespace;
    private readonly Dictionary<string, int> _order;

    public LayerMap(string rootNamespace, params string[] layers)
    {
        _rootNamespace = rootNamespace;
        Layers = layers;
        _order = layers.Select((name, index) => (name, index)).ToDictionary(l => l.name, l => l.index);
    }

    /// <summary>The library, <c>src/PixelGpt</c>.</summary>
    public static LayerMap Library { get; } = new(
        "PixelGpt", Root, "Processes", "Numerics", "IO", "Formats", "Imaging", "Data", "Rendering", "Import", "Models", "Training", "Generation", "Evaluation", "Judging", "Runs", "Benchmarking");

    /// <summary>The picture formats besides PNG, <c>src/PixelGpt.Pictures</c>.</summary>
    public static LayerMap Pictures { get; } = new("PixelGpt.Pictures", Root);

    /// <summary>The studio's server, <c>src/PixelGpt.Studio</c>.</summary>
    public static LayerMap Studio { get; } = new(
        "PixelGpt.Studio", "Configuration", "Contracts", "Metrics", "Page", "Security", "Models", "Datasets", "Training", "Inference", "Editing", "Watching", "Api", Root);

    /// <summary>The command line, <c>src/PixelGpt.Cli</c>.</summary>
    public static LayerMap CommandLine { get; } = new("PixelGpt.Cli", "Hosting", "Show", "Workflows", "Commands", Root);

    /// <summary>The parquet package, <c>src/PixelGpt.Parquet</c>.</summary>
    public static LayerMap Parquet { get; } = new("PixelGpt.Parquet", "Reading", "Writing", Root);

    /// <summary>The binding to MPI libraries, <c>src/PixelGpt.Mpi</c>.</summary>
    public static LayerMap Mpi { get; } = new("PixelGpt.Mpi", "Libraries", Root);

    /// <summary>The graphics processors, <c>src/PixelGpt.Gpu</c>.</summary>
    public static LayerMap Gpu { get; } = new("PixelGpt.Gpu", "Devices", "Kernels", "Computing", "Networks", "Measuring", Root);

    /// <summary>The layers from bottom to top.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Returns the layer of a namespace, or null for a namespace of another project.</summary>
    public string? LayerOf(string typeNamespace)
    {
        if (typeNamespace == _rootNamespace) return Root;
        if (!typeNamespace.StartsWith(_rootNamespace + ".", StringComparison.Ordinal)) return null;
        string layer = typeNamespace[(_rootNamespace.Length + 1)..].Split('.')[0];
        return _order.ContainsKey(layer) ? layer : throw new InvalidOperationException($"namespace {typeNamespace} has no layer: add '{layer}' to {nameof(LayerMap)} and to docs/architecture.md");
    }

    /// <summary>Whether types of the layer <paramref name="from"/> may use types of the layer <paramref name="to"/>.</summary>
    public bool Allows(string from, string to) => _order[to] <= _order[from];
}
