using System.Buffers.Binary;
using System.Text;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>Creates zip archives with all numbers in zip64 fields, which other writers use only above 4 GiB (APPNOTE.TXT 4.5.3).</summary>
internal static class Zip64Maker
{
    public static byte[] Make(params (string Name, byte[] Content)[] files)
    {
        var archive = new List<byte>();
        var directory = new List<byte>();
        foreach ((string name, byte[] content) in files)
        {
            byte[] encoded = Encoding.UTF8.GetBytes(name), crc = Bytes(PngMaker.Crc(content)), length = BitConverter.GetBytes((long)content.Length);
            byte[] begin = BitConverter.GetBytes((long)archive.Count);
            archive.AddRange([.. "PK\u0003\u0004"u8, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. crc, .. Bytes((uint)content.Length), .. Bytes((uint)content.Length), (byte)encoded.Length, 0, 0, 0, .. encoded, .. content]);

            // An unknown field comes before the zip64 field.
            byte[] extra = [0x34, 0x12, 2, 0, 7, 7, 1, 0, 24, 0, .. length, .. length, .. begin];
            directory.AddRange([.. "PK\u0001\u0002"u8, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. crc, .. Bytes(uint.MaxValue), .. Bytes(uint.MaxValue), (byte)encoded.Length, 0, (byte)extra.Length, 0]);
            directory.AddRange([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Bytes(uint.MaxValue), .. encoded, .. extra]);
        }

        byte[] count = BitConverter.GetBytes((long)files.Length), start = BitConverter.GetBytes((long)archive.Count), end = BitConverter.GetBytes((long)archive.Count + directory.Count);
        return
        [
            .. archive, .. directory,
            .. "PK\u0006\u0006"u8, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. count, .. count, .. BitConverter.GetBytes((long)directory.Count), .. start,
            .. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. end, 1, 0, 0, 0,
            .. "PK\u0005\u0006"u8, 0, 0, 0, 0, 255, 255, 255, 255, .. Bytes(uint.MaxValue), .. Bytes(uint.MaxValue), 0, 0,
        ];
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
