using PixelGpt.Formats.Npz;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Processes;

namespace PixelGpt.Evaluation.Features;

/// <summary>
/// Caches the features of sets of pictures: one file per set, named by the SHA-256 of the network's name and all pixels.
/// Intended for the true pictures, which are the reference of every evaluation. If a cache file is damaged or cannot be written,
/// the features are computed instead.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="folder">Cache folder.</param>
/// <param name="group">The processes that make the same calls, of which only the root uses the cache; null for this process only.</param>
internal sealed class CachedFeatureExtractor(IFeatureExtractor network, string folder, IProcessGroup? group = null) : IFeatureExtractor
{
    private const string ArrayName = "features";

    private readonly IProcessGroup _group = group ?? OneProcess.Instance;

    /// <summary>Returns the folder for cached features: <c>features</c> in the given folder or in <see cref="CacheFolder"/>.</summary>
    /// <param name="cache">The cache folder; null for <see cref="CacheFolder"/>.</param>
    /// <returns>The path; the folder may not exist.</returns>
    public static string FolderIn(string? cache) => Path.Combine(cache ?? CacheFolder.Find(), "features");

    /// <inheritdoc/>
    public string Name => network.Name;

    /// <inheritdoc/>
    public int Width => network.Width;

    /// <inheritdoc/>
    public double Operations => network.Operations;

    /// <inheritdoc/>
    public string? WeightsPath => network.WeightsPath;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        string path = Path.Combine(folder, $"features-{PictureChecksum.Of($"{Name}\n{Width}\n", pictures)}.npz");
        float[]? cached = _group.Rank == 0 ? Read(path, pictures.Count) : null;
        if (_group.Any(cached is not null))
        {
            cached ??= new float[pictures.Count * Width];
            _group.Broadcast(cached.AsSpan());
            progress?.Report(pictures.Count);
            return [.. cached.Chunk(Width)];
        }

        float[][] features = network.Extract(pictures, threads, progress, cancellationToken);
        if (_group.Rank == 0) Save(path, features);
        return features;
    }

    private void Save(string path, float[][] features)
    {
        try
        {
            float[] all = [.. features.SelectMany(row => row)];
            NpzFile.Save(path, new Dictionary<string, NpyArray> { [ArrayName] = NpyArray.Of(all, features.Length, Width) }, Name);
        }
        catch (FailureException)
        {
            // Caching is optional: the computed features are still valid.
        }
    }

    private float[]? Read(string path, int count)
    {
        if (!File.Exists(path)) return null;
        try
        {
            NpzFile file = NpzFile.Load(path);
            NpyArray array = file.Find(ArrayName);
            if (file.Comment != Name || array.IsDouble || array.Shape is not [int rows, int columns] || rows != count || columns != Width) return null;
            return Array.ConvertAll(array.ToDoubles(), value => (float)value);
        }
        catch (PixelGptException)
        {
            return null;
        }
    }
}
