using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Formats.Npz;
using PixelGpt.Imaging;
using PixelGpt.IO;

namespace PixelGpt.Evaluation.Features;

/// <summary>
/// A network that looks at a set of pictures once: features are kept in a folder, a file a set, under the SHA-256 of the
/// network's name and every pixel. Made for true pictures, which are scored against again and again. A file that is damaged
/// or not to be written costs no more than the look.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="folder">Where features are kept.</param>
public sealed class CachedFeatures(IFeatureExtractor network, string folder) : IFeatureExtractor
{
    private const string ArrayName = "features";

    /// <summary>Where features are kept in a cache: <c>features</c> in it, or in <see cref="CacheFolder"/> where none is given.</summary>
    public static string FolderIn(string? cache) => Path.Combine(cache ?? CacheFolder.Find(), "features");

    /// <inheritdoc/>
    public string Name => network.Name;

    /// <inheritdoc/>
    public int Width => network.Width;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        string path = Path.Combine(folder, $"features-{Key(pictures)}.npz");
        if (Read(path, pictures.Count) is { } kept)
        {
            progress?.Report(pictures.Count);
            return kept;
        }

        float[][] features = network.Extract(pictures, threads, progress, cancellationToken);
        try
        {
            float[] all = [.. features.SelectMany(row => row)];
            NpzFile.Save(path, new Dictionary<string, NpyArray> { [ArrayName] = NpyArray.Of(all, features.Length, Width) }, Name);
        }
        catch (FailureException)
        {
            // They are as good without having been kept.
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
