using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using PixelGpt.Formats;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>Creates valid and invalid files of <c>torch.save</c>, following the documentation of Python's pickletools. It shares no code with the reader.</summary>
internal static class PthMaker
{
    /// <summary>The pickle at the start of a legacy file.</summary>
    public static readonly byte[] Magic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private static readonly byte[] Protocol = [0x80, 0x02, (byte)'M', 0xE9, 0x03, (byte)'.'];
    private static readonly byte[] System = [0x80, 0x02, (byte)'}', (byte)'.'];

    /// <summary>A dictionary with one tensor in pickle protocol 4: with a frame, memoize operations and functions from the stack.</summary>
    public static byte[] Protocol4 { get; } =
    [
        0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'}', 0x94, 0x8C, 1, (byte)'w', 0x94, 0x8C, 12, .. "torch._utils"u8, 0x8C, 18, .. "_rebuild_tensor_v2"u8, 0x93, 0x94, (byte)'(',
        .. Storage("FloatStorage", "0", 6), .. "K\0K\u0003"u8, 0x85, .. "K\u0001"u8, 0x85, 0x89, (byte)'N', .. "tRs"u8, (byte)'T', 1, 0, 0, 0, (byte)'k', (byte)'j', 1, 0, 0, 0, .. "s."u8,
    ];

    /// <summary>Creates the pickle of a state dict: one [2, 3] tensor per storage type, each with its own storage, and a number.</summary>
    public static byte[] StateDict(params string[] types)
    {
        var pickle = new List<byte>([0x80, 0x02, .. "ccollections\nOrderedDict\nq\0)Rq\x01("u8]);
        for (int i = 0; i < types.Length; i++)
            pickle.AddRange([.. Text($"layer.{i}.weight"), .. Memo(10 + (2 * i)), .. Tensor(types[i], $"{i}", 6), .. Memo(11 + (2 * i))]);
        pickle.AddRange([.. Text("epoch"), (byte)'K', 7, .. "u}"u8, .. Text("_metadata"), .. "}sb."u8]);
        return [.. pickle];
    }

    /// <summary>Returns the operations that push a [2, 3] tensor.</summary>
    public static byte[] Tensor(string type, string key, int count) =>
    [
        .. "ctorch._utils\n_rebuild_tensor_v2\n("u8, .. Storage(type, key, count), .. "K\0K\x02K\x03\u0086"u8.ToArray().Where(b => b != 0xC2), .. "K\x03K\x01\u0086"u8.ToArray().Where(b => b != 0xC2),
        0x89, .. "ccollections\nOrderedDict\n)RtR"u8,
    ];

    /// <summary>Creates a file with a state dict of float32 tensors, in dictionaries with the given keys.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="keys">The key of each dictionary around the state dict, outermost first.</param>
    public static byte[] Checkpoint(IReadOnlyList<NamedTensor> tensors, params string[] keys)
    {
        byte[] Int(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];
        byte[] Tuple(IEnumerable<int> values) => [(byte)'(', .. values.SelectMany(Int), (byte)'t'];
        byte[] Push(NamedTensor tensor, int index) =>
        [
            .. Text(tensor.Name), .. "ctorch._utils\n_rebuild_tensor_v2\n("u8, .. Storage("FloatStorage", $"{index}", tensor.Values.Length), .. Int(0), .. Tuple(tensor.Shape),
            .. Tuple(tensor.Shape.Select((_, axis) => tensor.Shape.Skip(axis + 1).Aggregate(1, (a, b) => a * b))), 0x89, .. "ccollections\nOrderedDict\n)RtR"u8,
        ];
        byte[] value = [.. "}("u8, .. tensors.SelectMany(Push), (byte)'u'];
        foreach (string key in keys.Reverse()) value = [.. "}"u8, .. Text("epoch"), .. "K\u0003s"u8, .. Text(key), .. value, (byte)'s'];
        return Zip([.. value, (byte)'.'], [.. tensors.Select((t, i) => ($"{i}", MemoryMarshal.AsBytes(t.Values.Span).ToArray()))]);
    }

    /// <summary>Returns the operations that push a storage.</summary>
    public static byte[] Storage(string type, string key, int count) =>
        [(byte)'(', .. Text("storage"), .. Encoding.ASCII.GetBytes($"ctorch\n{type}\n"), .. Text(key), .. Text("cpu"), (byte)'J', .. BitConverter.GetBytes(count), .. "tQ"u8];

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [(byte)'X', .. length, .. bytes];
    }

    /// <summary>Creates a file in zip format from a pickle and storages.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) => ZipMutation.Write(
        [("archive/data.pkl", pickle), .. storages.Select(s => ($"archive/data/{s.Key}", s.Bytes)), ("archive/version", "3\n"u8.ToArray())], CompressionLevel.NoCompression);

    /// <summary>Creates a file in legacy format from a pickle and storages.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Bytes)[] storages) =>
    [
        .. Magic, .. Protocol, .. System, .. pickle, 0x80, 0x02, .. "]("u8, .. storages.SelectMany(s => Text(s.Key)), .. "e."u8,
        .. storages.SelectMany(s => (byte[])[.. BitConverter.GetBytes(s.Count), .. s.Bytes]),
    ];

    private static byte[] Memo(int index) => [(byte)'q', (byte)index];
}
