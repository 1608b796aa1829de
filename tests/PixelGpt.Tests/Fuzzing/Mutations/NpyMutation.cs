using System.Text;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes an <c>.npy</c> file: tokens of the header dictionary, with a corrected header length, or the data.</summary>
internal static class NpyMutation
{
    private static readonly string[] Pieces =
    [
        "'<f8'", "'<f4'", "'|O'", "'>f8'", "'<i8'", "True", "False", "()", "(0,)", "(1,)", "(2, 3)", "(2147483647,)", "(2147483648,)", "(4294967296, 4294967296)", "(0, 2147483647, 2147483647)",
        "(-1,)", "(1 1)", "(" + "1," + ")", "'descr'", "'fortran_order'", "'shape'", "{", "}", ":", ",", "(", ")", "'", "\"", " ", "\n", "\0", "é", "__import__('os')", "'x': 1,",
    ];

    public static byte[] Apply(byte[] npy, FuzzRandom random)
    {
        if (npy.Length < 10) return BlindMutation.Once(npy, random, [npy]);
        int length = Math.Min(npy[8] | (npy[9] << 8), npy.Length - 10);
        string header = Encoding.Latin1.GetString(npy, 10, length);
        byte[] data = npy[(10 + length)..];
        switch (random.Below(8))
        {
            case 0:
                return BlindMutation.WithNumber(npy, 6 + random.Below(6), random);
            case 1:
                data = BlindMutation.Once(data, random, [data]);
                break;
            case 2:
                header += new string(random.Pick<char>([' ', '(', '\'', ',', '1']), random.Below(1 << random.Below(14)));
                break;
            default:
                int at = random.Below(header.Length + 1), cut = random.Below(Math.Min(12, header.Length - at) + 1);
                header = header[..at] + (random.OneIn(4) ? "" : random.Pick(Pieces)) + header[(at + cut)..];
                break;
        }

        byte version = random.OneIn(10) ? random.Byte() : (byte)(1 + random.Below(2));
        byte[] size = version == 2 ? [(byte)header.Length, (byte)(header.Length >> 8), 0, 0] : [(byte)header.Length, (byte)(header.Length >> 8)];
        return [0x93, .. "NUMPY"u8, version, 0, .. size, .. Encoding.Latin1.GetBytes(header), .. data];
    }
}
