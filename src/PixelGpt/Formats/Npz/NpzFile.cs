using System.Collections.Immutable;
using System.IO.Compression;
using PixelGpt.IO;

namespace PixelGpt.Formats.Npz;

/// <summary>
/// Arrays with names, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> keep them: a zip archive of <c>.npy</c> files.
/// Only numbers are read; pickled objects are refused, and sizes that are declared are checked against the file before
/// memory is taken for them.
/// </summary>
internal sealed class NpzFile
{
    /// <summary>The most that is read of one file, in bytes: a covariance of 8192 features in float64, and a little more.</summary>
    public const long MaxBytes = (1L << 29) + (1L << 20);

    /// <summary>Deflate packs no more than this many bytes into one.</summary>
    private const long MaxDeflateRatio = 1032;

    private const string Extension = ".npy";
    private static readonly DateTimeOffset Timeless = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path;
    private readonly Dictionary<string, NpyArray> _arrays = new(StringComparer.Ordinal);

    private NpzFile(string path, string comment) => (_path, Comment) = (path, comment);

    /// <summary>The archive's comment; most often empty.</summary>
    public string Comment { get; }

    /// <summary>The names of the arrays.</summary>
    public IReadOnlyCollection<string> Names => _arrays.Keys;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">There is no such file, it is damaged, or holds what is not read.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static NpzFile Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The same from a stream that can seek; <paramref name="path"/> is its name in errors.</summary>
    public static NpzFile Read(Stream stream, string path)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var file = new NpzFile(path, archive.Comment);
            long total = 0;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal)) continue;
                string name = entry.FullName[..^Extension.Length];
                if ((total += entry.Length) > MaxBytes) throw new InputException($"{path}: its arrays of {total} bytes and more are over the limit of {MaxBytes}");
                if (!file._arrays.TryAdd(name, ReadArray(entry, stream.Length, $"{path}: {Data.Excerpt.Of(name, 40)}")))
                    throw new InputException($"{path}: it has two arrays of the name '{Data.Excerpt.Of(name, 40)}'");
            }

            return file;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new InputException($"{path}: it is not an .npz archive, or is damaged: {e.Message}", e);
        }
    }

    /// <summary>Writes a file; the same arrays give the same bytes.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, NpyArray> arrays, string comment = "") => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        archive.Comment = comment;
        foreach ((string name, NpyArray array) in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = Timeless;
            using Stream content = entry.Open();
            content.Write(NpyHeader.Write(array));
            content.Write(array.Bytes);
        }
    });

    /// <summary>Whether there is an array of that name.</summary>
    public bool Contains(string name) => _arrays.ContainsKey(name);

    /// <summary>An array.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public NpyArray Find(string name) => _arrays.TryGetValue(name, out NpyArray? array)
        ? array
        : throw new InputException($"{_path}: it has no array '{name}'; it has {(_arrays.Count > 0 ? string.Join(", ", _arrays.Keys.Take(10).Select(k => $"'{Data.Excerpt.Of(k, 40)}'")) : "none")}");

    private static NpyArray ReadArray(ZipArchiveEntry entry, long fileLength, string name)
    {
        if (entry.CompressedLength > fileLength || entry.Length > MaxDeflateRatio * entry.CompressedLength)
            throw new InputException($"{name}: {entry.Length} bytes are declared, more than the file can hold; it is damaged");
        using Stream stream = entry.Open();
        byte[] prefix = new byte[Math.Min(NpyHeader.PrefixLength, entry.Length)];
        stream.ReadExactly(prefix);
        (int begin, int length) = NpyHeader.ReadPrefix(prefix, name);
        if (begin + length > entry.Length || length < prefix.Length - begin) throw new InputException($"{name}: the header is cut short");

        // What follows the prefix in version 1 already belongs to the dictionary.
        byte[] dictionary = new byte[length];
        int known = prefix.Length - begin;
        prefix.AsSpan(begin).CopyTo(dictionary);
        stream.ReadExactly(dictionary.AsSpan(known));
        (ImmutableArray<int> shape, bool isDouble) = NpyHeader.ReadDictionary(dictionary, name);
        UInt128 elements = shape.Aggregate((UInt128)1, (product, size) => product > long.MaxValue ? product : product * (uint)size);
        long left = entry.Length - begin - length;
        if (elements * (isDouble ? 8u : 4u) != (UInt128)left)
            throw new InputException($"{name}: a shape of ({string.Join(", ", shape)}) needs {elements * (isDouble ? 8u : 4u)} bytes; it has {left}");
        byte[] bytes = new byte[left];
        stream.ReadExactly(bytes);
        return new NpyArray(shape, isDouble, bytes);
    }
}
