using System.Collections.Immutable;
using System.IO.Compression;
using PixelGpt.Formats.Zip;
using PixelGpt.IO;

namespace PixelGpt.Formats.Npz;

/// <summary>
/// Named arrays as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them: a zip archive of <c>.npy</c> files. Only
/// numbers are supported; pickled objects are rejected. Declared sizes are checked against the file before memory is allocated.
/// </summary>
internal sealed class NpzFile
{
    /// <summary>Maximum uncompressed size of a file in bytes: a covariance matrix of 8192 features in float64, plus 1 MiB.</summary>
    public const long MaxBytes = (1L << 29) + (1L << 20);

    /// <summary>Maximum uncompressed size that is accepted with any compression ratio.</summary>
    private const long UncheckedBytes = 1L << 26;

    /// <summary>Maximum compression ratio of larger files; far above that of meaningful numbers.</summary>
    private const long MaxRatio = 50;

    private const int MaxArrays = 1000;

    private const string Extension = ".npy";
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path;
    private readonly Dictionary<string, NpyArray> _arrays = new(StringComparer.Ordinal);

    private NpzFile(string path, string comment) => (_path, Comment) = (path, comment);

    /// <summary>The comment of the zip archive; usually empty.</summary>
    public string Comment { get; }

    /// <summary>The names of the arrays.</summary>
    public IReadOnlyCollection<string> Names => _arrays.Keys;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file does not exist, is damaged, or holds unsupported data.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static NpzFile Load(string path)
    {
        using var bytes = new ByteSource(path);
        return Read(bytes, path);
    }

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Name used in error messages.</param>
    public static NpzFile Parse(ReadOnlyMemory<byte> bytes, string path) => Read(new ByteSource(bytes, path), path);

    private static NpzFile Read(ByteSource bytes, string path)
    {
        var archive = new ZipReader(bytes, path);
        var file = new NpzFile(path, Excerpt.OneLine(archive.Comment));
        ZipEntry[] entries = [.. archive.Entries.Where(e => e.Name.EndsWith(Extension, StringComparison.Ordinal))];
        if (entries.Length > MaxArrays) throw new InputException($"{path}: the file has {entries.Length} arrays; the maximum is {MaxArrays}");
        double total = entries.Sum(e => (double)e.Length);
        if (total > MaxBytes || (total > UncheckedBytes && total > MaxRatio * (double)bytes.Length))
            throw new InputException($"{path}: the arrays of this {bytes.Length}-byte file have {total} bytes uncompressed; the limit is {MaxBytes} bytes, and a compression ratio of {MaxRatio} above {UncheckedBytes} bytes");
        foreach (ZipEntry entry in entries)
        {
            string name = entry.Name[..^Extension.Length];
            file._arrays[name] = ReadArray(archive.Read(entry), $"{path}: {Excerpt.Of(name)}");
        }

        return file;
    }

    /// <summary>Writes a file. The same arrays produce the same bytes.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="arrays">Arrays by name.</param>
    /// <param name="comment">Comment of the zip archive.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, NpyArray> arrays, string comment = "") => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        archive.Comment = comment;
        foreach ((string name, NpyArray array) in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = FixedTime;
            using Stream content = entry.Open();
            content.Write(NpyHeader.Write(array));
            content.Write(array.Bytes);
        }
    });

    /// <summary>Whether there is an array with this name.</summary>
    public bool Contains(string name) => _arrays.ContainsKey(name);

    /// <summary>Returns an array by name.</summary>
    /// <exception cref="InputException">There is no array with this name.</exception>
    public NpyArray Find(string name) => _arrays.TryGetValue(name, out NpyArray? array)
        ? array
        : throw new InputException($"{_path}: there is no array '{name}'; the file has {(_arrays.Count > 0 ? string.Join(", ", _arrays.Keys.Take(10).Select(k => $"'{Excerpt.Of(k)}'")) : "none")}");

    private static NpyArray ReadArray(ReadOnlyMemory<byte> content, string name)
    {
        (int begin, int length) = NpyHeader.ReadPrefix(content.Span, name);
        if (length > content.Length - begin) throw new InputException($"{name}: the header is truncated");
        (ImmutableArray<int> shape, bool isDouble) = NpyHeader.ReadDictionary(content.Span.Slice(begin, length), name);
        ReadOnlyMemory<byte> elements = content[(begin + length)..];
        UInt128 needed = shape.Aggregate(isDouble ? (UInt128)8 : 4, (product, size) => product > long.MaxValue ? product : product * (uint)size);
        return needed == (UInt128)elements.Length
            ? new NpyArray(shape, isDouble, elements)
            : throw new InputException($"{name}: the shape ({string.Join(", ", shape)}) needs {needed} bytes, but the array has {elements.Length}");
    }
}
