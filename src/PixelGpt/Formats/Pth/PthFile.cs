using System.Collections.Immutable;
using System.IO.Compression;

namespace PixelGpt.Formats.Pth;

/// <summary>
/// A file that <c>torch.save</c> wrote, in its zip or its legacy form, read as data: tensors, dictionaries, lists,
/// text and numbers. Nothing in it is run.
/// </summary>
internal sealed class PthFile
{
    private const int MaxStorages = 100_000;
    private static readonly byte[] ZipSignature = "PK\u0003\u0004"u8.ToArray();

    /// <summary>The number that a legacy file begins with, pickled.</summary>
    private static readonly byte[] LegacyMagic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private readonly string _path;
    private readonly Dictionary<string, PthStorage> _storages = new(StringComparer.Ordinal);

    private PthFile(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <returns>What was saved: most often a <see cref="PickleDictionary"/>.</returns>
    /// <exception cref="InputException">It is missing, damaged, or holds something that is not data.</exception>
    public static object? Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > int.MaxValue) throw new InputException($"{path}: files over 2 GiB are not read; convert it to safetensors in Python");

            // An archive is read entry by entry, so that nothing is in memory twice.
            byte[] head = new byte[ZipSignature.Length];
            bool isZip = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(ZipSignature);
            stream.Position = 0;
            if (isZip) return new PthFile(path).ReadZip(stream);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Parse(bytes, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The same from memory.</summary>
    public static object? Parse(byte[] bytes, string path)
    {
        var file = new PthFile(path);
        if (bytes.AsSpan().StartsWith(ZipSignature)) return file.ReadZip(new MemoryStream(bytes, writable: false));
        if (bytes.AsSpan().StartsWith(LegacyMagic)) return file.ReadLegacy(bytes);
        throw new InputException($"{path}: it is not a file that torch.save writes");
    }

    private object? ReadZip(Stream stream)
    {
        try
        {
            long length = stream.Length;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            ZipArchiveEntry pickle = archive.Entries.FirstOrDefault(e => e.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
                ?? throw new InputException($"{_path}: the archive has no data.pkl");
            string folder = pickle.FullName[..^"data.pkl".Length];
            object? root = Reader(Content(pickle, length)).Read();
            foreach (PthStorage storage in _storages.Values)
            {
                ZipArchiveEntry entry = archive.GetEntry($"{folder}data/{storage.Key}") ?? throw new InputException($"{_path}: the archive has no data/{storage.Key}");
                Fill(storage, Content(entry, length));
            }

            return root;
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{_path}: the archive is damaged: {e.Message}", e);
        }
    }

    /// <summary>An entry's bytes. torch.save stores without compressing, so an entry is never larger than the file: no bombs.</summary>
    private byte[] Content(ZipArchiveEntry entry, long fileLength)
    {
        if (entry.Length > fileLength || entry.CompressedLength != entry.Length) throw new InputException($"{_path}: '{entry.Name}' is compressed, which torch.save never does");
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    private object? ReadLegacy(byte[] bytes)
    {
        // Five pickles (magic, protocol, system, the value, the keys of its storages), then for each key its length and bytes.
        int at = LegacyMagic.Length;
        object? Next()
        {
            PickleReader reader = Reader(bytes.AsMemory(at));
            object? value = reader.Read();
            at += reader.Length;
            return value;
        }

        if (Next() is not 1001L) throw new InputException($"{_path}: it has an unknown legacy protocol");
        _ = Next();
        object? root = Next();
        if (Next() is not PickleList keys) throw new InputException($"{_path}: the list of storages is missing");
        foreach (object? key in keys)
        {
            if (key is not string name || !_storages.TryGetValue(name, out PthStorage? storage)) throw new InputException($"{_path}: a storage is listed that nothing uses");
            long length = storage.Count * storage.ElementSize;
            if (bytes.Length - at < 8 || BitConverter.ToInt64(bytes, at) != storage.Count || length > bytes.Length - at - 8)
                throw new InputException($"{_path}: storage {name} is cut short");
            Fill(storage, bytes.AsMemory(at + 8, (int)length));
            at += 8 + (int)length;
        }

        if (_storages.Values.FirstOrDefault(s => s.Bytes.Length != s.Count * s.ElementSize) is { } missing) throw new InputException($"{_path}: storage {missing.Key} is missing");
        return root;
    }

    private void Fill(PthStorage storage, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != storage.Count * storage.ElementSize)
            throw new InputException($"{_path}: storage {storage.Key} has {bytes.Length} bytes where {storage.Count} elements of {storage.ElementSize} are declared");
        storage.Bytes = bytes;
    }

    private PickleReader Reader(ReadOnlyMemory<byte> bytes) => new(bytes, _path, LoadStorage, Call);

    /// <summary>('storage', type, key, location, count[, view]).</summary>
    private PthStorage LoadStorage(PickleList id)
    {
        if (id is not ["storage", PickleFunction { Name: var type }, string key, string, long count, ..] || count < 0 || count > int.MaxValue)
            throw new InputException($"{_path}: a storage is not declared as torch.save does");
        if (id.Count > 6 || (id.Count == 6 && id[5] is not null)) throw new InputException($"{_path}: storages that are views of others are not supported");
        if (_storages.TryGetValue(key, out PthStorage? known)) return known;
        if (_storages.Count >= MaxStorages) throw new InputException($"{_path}: over {MaxStorages} storages");
        return _storages[key] = new PthStorage(DtypeOf(type), key, count);
    }

    private PthDtype DtypeOf(string type) => type switch
    {
        "torch.FloatStorage" => PthDtype.Float32,
        "torch.DoubleStorage" => PthDtype.Float64,
        "torch.HalfStorage" => PthDtype.Float16,
        "torch.BFloat16Storage" => PthDtype.BFloat16,
        "torch.LongStorage" => PthDtype.Int64,
        "torch.IntStorage" => PthDtype.Int32,
        "torch.ShortStorage" => PthDtype.Int16,
        "torch.CharStorage" => PthDtype.Int8,
        "torch.ByteStorage" => PthDtype.UInt8,
        "torch.BoolStorage" => PthDtype.Bool,
        _ => throw new InputException($"{_path}: storages of type {type} are not supported"),
    };

    private object? Call(string function, PickleList arguments) => function switch
    {
        "torch._utils._rebuild_tensor_v2" when arguments is [PthStorage storage, long offset, PickleList shape, PickleList strides, ..] => Tensor(storage, offset, shape, strides),
        "torch._utils._rebuild_parameter" when arguments is [PthTensor tensor, ..] => tensor,
        "torch.Size" when arguments is [PickleList size] => size,
        _ => throw new InputException($"{_path}: the file asks to call {function}, which is not data; nothing of it was run"),
    };

    private PthTensor Tensor(PthStorage storage, long offset, PickleList shape, PickleList strides)
    {
        if (shape.Count != strides.Count || shape.Count > 16 || !shape.All(s => s is >= 0L and <= int.MaxValue) || !strides.All(s => s is >= 0L and <= int.MaxValue) || offset < 0)
            throw new InputException($"{_path}: a tensor has a shape or strides that make no sense");
        ImmutableArray<int> sizes = [.. shape.Select(s => (int)(long)s!)];
        ImmutableArray<long> steps = [.. strides.Select(s => (long)s!)];

        // No more elements than there is storage: a stride of 0 could blow a few bytes up to gigabytes.
        UInt128 count = sizes.Aggregate((UInt128)1, (product, size) => product > int.MaxValue ? product : product * (uint)size);
        Int128 last = offset;
        for (int axis = 0; axis < sizes.Length; axis++) last += (Int128)Math.Max(0, sizes[axis] - 1) * steps[axis];
        if (count > 0 && (last >= storage.Count || count > (UInt128)storage.Count))
            throw new InputException($"{_path}: a tensor of shape [{string.Join(", ", sizes)}] reaches beyond its storage of {storage.Count} elements");
        return new PthTensor(storage, offset, sizes, steps);
    }
}
