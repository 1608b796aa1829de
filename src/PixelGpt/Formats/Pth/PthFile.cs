using System.Collections.Immutable;
using PixelGpt.Formats.Zip;
using PixelGpt.IO;

namespace PixelGpt.Formats.Pth;

/// <summary>
/// Reads files written by <c>torch.save</c>, in the zip format or the legacy format, as data: tensors, dictionaries, lists,
/// strings and numbers. Nothing in the file is executed.
/// </summary>
internal sealed class PthFile
{
    private const int MaxStorages = 100_000;

    /// <summary>Maximum length of a pickle: enough for more than 50,000 tensors. Unpickling takes up to about 50 times this memory.</summary>
    private const int MaxPickleBytes = 1 << 23;

    private static readonly byte[] ZipSignature = "PK\u0003\u0004"u8.ToArray();

    /// <summary>The pickled number at the start of a legacy file.</summary>
    private static readonly byte[] LegacyMagic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private readonly string _path;
    private readonly Dictionary<string, PthStorage> _storages = new(StringComparer.Ordinal);

    private PthFile(string path) => _path = path;

    /// <summary>Whether a file starts like one of <c>torch.save</c>, in either format.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(ZipSignature) || start.StartsWith(LegacyMagic);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The saved value; usually a <see cref="PickleDictionary"/>.</returns>
    /// <exception cref="InputException">The file is missing or damaged, or uses an unsupported operation or function.</exception>
    public static object? Load(string path)
    {
        using var bytes = new ByteSource(path);
        return Parse(bytes, path);
    }

    /// <summary>Reads a file from memory.</summary>
    public static object? Parse(ReadOnlyMemory<byte> bytes, string path) => Parse(new ByteSource(bytes, path), path);

    private static object? Parse(ByteSource bytes, string path)
    {
        var file = new PthFile(path);
        byte[] start = bytes.Read(0, (int)Math.Min(bytes.Length, LegacyMagic.Length));
        if (start.AsSpan().StartsWith(ZipSignature)) return file.ReadZip(bytes);
        if (!start.AsSpan().StartsWith(LegacyMagic)) throw new InputException($"{path}: not a file written by torch.save");
        return bytes.Length <= Array.MaxLength
            ? file.ReadLegacy(bytes.Read(0, (int)bytes.Length))
            : throw new InputException($"{path}: files over 2 GiB in the legacy format are not supported; convert the file to safetensors in Python");
    }

    private object? ReadZip(ByteSource bytes)
    {
        var archive = new ZipReader(bytes, _path);
        ZipEntry pickle = archive.Entries.FirstOrDefault(e => e.Name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new InputException($"{_path}: the archive has no data.pkl");
        string folder = pickle.Name[..^"data.pkl".Length];
        if (pickle.Length > MaxPickleBytes) throw new InputException($"{_path}: data.pkl of {pickle.Length} bytes exceeds the limit of {MaxPickleBytes} bytes");
        object? root = Reader(Content(archive, pickle)).Read();
        foreach (PthStorage storage in _storages.Values)
        {
            ZipEntry entry = archive.Find($"{folder}data/{storage.Key}") ?? throw new InputException($"{_path}: the archive has no data/{Excerpt.Of(storage.Key)}");
            CheckLength(storage, entry.Length);
            storage.Bytes = Content(archive, entry);
        }

        return root;
    }

    // torch.save does not compress, and entries do not overlap, so together they are never larger than the file: no zip bombs.
    private byte[] Content(ZipReader archive, ZipEntry entry) => entry.IsDeflated
        ? throw new InputException($"{_path}: '{Excerpt.Of(entry.Name)}' is compressed, which torch.save never does")
        : archive.Read(entry);

    private object? ReadLegacy(byte[] bytes)
    {
        // Five pickles (magic number, protocol, system, the value, the keys of its storages), then length and bytes for each key.
        int at = LegacyMagic.Length;
        object? Next()
        {
            PickleReader reader = Reader(bytes.AsMemory(at, Math.Min(bytes.Length - at, MaxPickleBytes)));
            object? value = reader.Read();
            at += reader.Length;
            return value;
        }

        if (Next() is not 1001L) throw new InputException($"{_path}: unknown legacy protocol");
        _ = Next();
        object? root = Next();
        if (Next() is not PickleList keys) throw new InputException($"{_path}: the list of storages is missing");
        foreach (object? key in keys)
        {
            if (key is not string name || !_storages.TryGetValue(name, out PthStorage? storage)) throw new InputException($"{_path}: the list of storages names one that no tensor uses");
            long length = storage.Count * storage.ElementSize;
            if (bytes.Length - at < 8 || BitConverter.ToInt64(bytes, at) != storage.Count || length > bytes.Length - at - 8)
                throw new InputException($"{_path}: storage {Excerpt.Of(name)} is truncated");
            storage.Bytes = bytes.AsMemory(at + 8, (int)length);
            at += 8 + (int)length;
        }

        if (_storages.Values.FirstOrDefault(s => s.Bytes.Length != s.Count * s.ElementSize) is { } missing) throw new InputException($"{_path}: storage {Excerpt.Of(missing.Key)} is missing");
        return root;
    }

    private void CheckLength(PthStorage storage, long length)
    {
        if (length != storage.Count * storage.ElementSize)
            throw new InputException($"{_path}: storage {Excerpt.Of(storage.Key)} has {length} bytes, but {storage.Count} elements of {storage.ElementSize} bytes are declared");
    }

    private PickleReader Reader(ReadOnlyMemory<byte> bytes) => new(bytes, _path, LoadStorage, Call);

    /// <summary>Returns the storage with the persistent id ('storage', type, key, location, count[, view]).</summary>
    private PthStorage LoadStorage(PickleList id)
    {
        if (id is not ["storage", PickleFunction { Name: var type }, string key, string, long count, ..] || count < 0 || count > int.MaxValue)
            throw new InputException($"{_path}: a storage has an invalid declaration");
        if (id.Count > 6 || (id.Count == 6 && id[5] is not null)) throw new InputException($"{_path}: storages that are views of others are not supported");
        if (_storages.TryGetValue(key, out PthStorage? known)) return known;
        if (_storages.Count >= MaxStorages) throw new InputException($"{_path}: the file has more than {MaxStorages} storages");
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
        _ => throw new InputException($"{_path}: storages of type {Excerpt.Of(type, 100)} are not supported"),
    };

    private object? Call(string function, PickleList arguments) => function switch
    {
        "torch._utils._rebuild_tensor_v2" when arguments is [PthStorage storage, long offset, PickleList shape, PickleList strides, ..] => Tensor(storage, offset, shape, strides),
        "torch._utils._rebuild_parameter" when arguments is [PthTensor tensor, ..] => tensor,
        "torch.Size" when arguments is [PickleList size] => size,
        _ => throw new InputException($"{_path}: the file calls the function {Excerpt.Of(function, 100)}, which is not allowed; nothing was executed. {PickleReader.SaveStateDict}"),
    };

    private PthTensor Tensor(PthStorage storage, long offset, PickleList shape, PickleList strides)
    {
        if (shape.Count != strides.Count || shape.Count > 16 || !shape.All(s => s is >= 0L and <= int.MaxValue) || !strides.All(s => s is >= 0L and <= int.MaxValue) || offset < 0)
            throw new InputException($"{_path}: a tensor has an invalid shape or invalid strides");
        ImmutableArray<int> sizes = [.. shape.Select(s => (int)(long)s!)];
        ImmutableArray<long> steps = [.. strides.Select(s => (long)s!)];

        // A tensor must not have more elements than its storage: with a stride of 0, a few bytes could become gigabytes.
        UInt128 count = sizes.Aggregate((UInt128)1, (product, size) => product > int.MaxValue ? product : product * (uint)size);
        Int128 last = offset;
        for (int axis = 0; axis < sizes.Length; axis++) last += (Int128)Math.Max(0, sizes[axis] - 1) * steps[axis];
        if (count > 0 && (last >= storage.Count || count > (UInt128)storage.Count))
            throw new InputException($"{_path}: a tensor of shape [{string.Join(", ", sizes)}] exceeds its storage of {storage.Count} elements");
        return new PthTensor(storage, offset, sizes, steps);
    }
}
