using System.Collections.Immutable;
using System.IO.Compression;
using PixelGpt.Formats.Zip;
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

    /// <summary>What any file may unpack to; of one that unpacks to more, each byte may stand for no more than <see cref="MaxRatio"/>.</summary>
    private const long FreeBytes = 1L << 26;

    /// <summary>Far above what numbers that mean something are packed to.</summary>
    private const long MaxRatio = 50;

    private const int MaxArrays = 1000;

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
        using var bytes = new InputBytes(path);
        return Read(bytes, path);
    }

    /// <summary>The same from memory; <paramref name="path"/> is its name in errors.</summary>
    public static NpzFile Parse(ReadOnlyMemory<byte> bytes, string path) => Read(new InputBytes(bytes, path), path);

    private static NpzFile Read(InputBytes bytes, string path)
    {
        var archive = new ZipReader(bytes, path);
        var file = new NpzFile(path, Excerpt.OneLine(archive.Comment));
        ZipEntry[] entries = [.. archive.Entries.Where(e => e.Name.EndsWith(Extension, StringComparison.Ordinal))];
        if (entries.Length > MaxArrays) throw new InputException($"{path}: it has {entries.Length} arrays; at most {MaxArrays} are read");
        double total = entries.Sum(e => (double)e.Length);
        if (total > MaxBytes || (total > FreeBytes && total > MaxRatio * (double)bytes.Length))
            throw new InputException($"{path}: a file of {bytes.Length} bytes whose arrays unpack to {total} is over the limit of {MaxBytes}, and of {MaxRatio} to 1 beyond {FreeBytes}");
        foreach (ZipEntry entry in entries)
        {
            string name = entry.Name[..^Extension.Length];
            file._arrays[name] = ReadArray(archive.Read(entry), $"{path}: {Excerpt.Of(name)}");
        }

        return file;
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
        : throw new InputException($"{_path}: it has no array '{name}'; it has {(_arrays.Count > 0 ? string.Join(", ", _arrays.Keys.Take(10).Select(k => $"'{Excerpt.Of(k)}'")) : "none")}");

    private static NpyArray ReadArray(ReadOnlyMemory<byte> content, string name)
    {
        (int begin, int length) = NpyHeader.ReadPrefix(content.Span, name);
        if (length > content.Length - begin) throw new InputException($"{name}: the header is cut short");
        (ImmutableArray<int> shape, bool isDouble) = NpyHeader.ReadDictionary(content.Span.Slice(begin, length), name);
        ReadOnlyMemory<byte> elements = content[(begin + length)..];
        UInt128 needed = shape.Aggregate(isDouble ? (UInt128)8 : 4, (product, size) => product > long.MaxValue ? product : product * (uint)size);
        return needed == (UInt128)elements.Length
            ? new NpyArray(shape, isDouble, elements)
            : throw new InputException($"{name}: a shape of ({string.Join(", ", shape)}) needs {needed} bytes; it has {elements.Length}");
    }
}
