using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Formats.Npz;
using PixelGpt.Imaging;
using PixelGpt.IO;

namespace PixelGpt.Evaluation.Features;

/// <summary>
/// Caches the features of sets of pictures: one file per set, named by the SHA-256 of the network's name and all pixels.
/// Intended for the true pictures, which are the reference of every evaluation. If a cache file is damaged or cannot be written,
/// the features are computed instead.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="folder">Cache folder.</param>
internal sealed class CachedFeatureExtractor(IFeatureExtractor network, string folder) : IFeatureExtractor
{
    private const string ArrayName = "features";

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
        string path = Path.Combine(folder, $"features-{Key(pictures)}.npz");
        if (Read(path, pictures.Count) is { } cached)
        {
            progress?.Report(pictures.Count);
            return cached;
        }

        float[][] features = network.Extract(pictures, threads, progress, cancellationToken);
        try
        {
            float[] all = [.. features.SelectMany(row => row)];
            NpzFile.Save(path, new Dictionary<string, NpyArray> { [ArrayName] = NpyArray.Of(all, features.Length, Width) }, Name);
        }
        catch (FailureException)
        {
            // Caching is optional: the computed features are still valid.
        }

        return features;
    }

    private float[][]? Read(string path, int count)
    {
        if (!File.Exists(path)) return null;
        try
        {
            NpzFile file = NpzFile.Load(path);
            NpyArray array = file.Find(ArrayName);
            if (file.Comment != Name || array.IsDouble || array.Shape is not [int rows, int columns] || rows != count || columns != Width) return null;
            double[] all = array.ToDoubles();
            return [.. Enumerable.Range(0, rows).Select(row => Array.ConvertAll(all[(row * columns)..((row + 1) * columns)], value => (float)value))];
        }
        catch (PixelGptException)
        {
            return null;
        }
    }

    private string Key(IReadOnlyList<PixelImage> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Name}\n{Width}\n"));
        Span<byte> size = stackalloc byte[8];
        foreach (PixelImage picture in pictures)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, picture.Width);
            BinaryPrimitives.WriteInt32LittleEndian(size[4..], picture.Height);
            hash.AppendData(size);
            hash.AppendData(MemoryMarshal.AsBytes(picture.Pixels));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
