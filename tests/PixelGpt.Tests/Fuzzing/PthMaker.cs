using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>Makes files as <c>torch.save</c> does, and as it would never do, from the wording of Python's pickletools; shares no code with the reader.</summary>
internal static class PthMaker
{
    /// <summary>The pickle that a legacy file begins with.</summary>
    public static readonly byte[] Magic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private static readonly byte[] Protocol = [0x80, 0x02, (byte)'M', 0xE9, 0x03, (byte)'.'];
    private static readonly byte[] System = [0x80, 0x02, (byte)'}', (byte)'.'];

    /// <summary>The pickle of a state dict: tensors [2, 3] of given storage types, each with a storage of its own; and a number.</summary>
    public static byte[] StateDict(params string[] types)
    {
        var pickle = new List<byte>([0x80, 0x02, .. "ccollections\nOrderedDict\nq\0)Rq\x01("u8]);
        for (int i = 0; i < types.Length; i++)
            pickle.AddRange([.. Text($"layer.{i}.weight"), .. Memo(10 + (2 * i)), .. Tensor(types[i], $"{i}", 6), .. Memo(11 + (2 * i))]);
        pickle.AddRange([.. Text("epoch"), (byte)'K', 7, .. "u}"u8, .. Text("_metadata"), .. "}sb."u8]);
        return [.. pickle];
    }

    /// <summary>The operations that leave a tensor [2, 3] on the stack.</summary>
    public static byte[] Tensor(string type, string key, int count) =>
    [
        .. "ctorch._utils\n_rebuild_tensor_v2\n("u8, .. Storage(type, key, count), .. "K\0K\x02K\x03\u0086"u8.ToArray().Where(b => b != 0xC2), .. "K\x03K\x01\u0086"u8.ToArray().Where(b => b != 0xC2),
        0x89, .. "ccollections\nOrderedDict\n)RtR"u8,
    ];

    /// <summary>The operations that leave a storage on the stack.</summary>
    public static byte[] Storage(string type, string key, int count) =>
        [(byte)'(', .. Text("storage"), .. Encoding.ASCII.GetBytes($"ctorch\n{type}\n"), .. Text(key), .. Text("cpu"), (byte)'J', .. BitConverter.GetBytes(count), .. "tQ"u8];

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [(byte)'X', .. length, .. bytes];
    }

    /// <summary>The zip form: a pickle, and storages by their keys.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) => ZipMutation.Write(
        [("archive/data.pkl", pickle), .. storages.Select(s => ($"archive/data/{s.Key}", s.Bytes)), ("archive/version", "3\n"u8.ToArray())], CompressionLevel.NoCompression);

    /// <summary>The legacy form: a pickle, and storages by their keys.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Bytes)[] storages) =>
    [
        .. Magic, .. Protocol, .. System, .. pickle, 0x80, 0x02, .. "]("u8, .. storages.SelectMany(s => Text(s.Key)), .. "e."u8,
        .. storages.SelectMany(s => (byte[])[.. BitConverter.GetBytes(s.Count), .. s.Bytes]),
    ];

    private static byte[] Memo(int index) => [(byte)'q', (byte)index];
}
