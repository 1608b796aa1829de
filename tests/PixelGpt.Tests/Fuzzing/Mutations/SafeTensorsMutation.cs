using System.Buffers.Binary;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes the JSON header of a safetensors file, with a corrected length, or the data.</summary>
internal static class SafeTensorsMutation
{
    private static readonly string[] Words = ["dtype", "shape", "data_offsets", "__metadata__", "F32", "F16", "BF16", "F64", "I64", "BOOL"];

    public static byte[] Apply(byte[] input, FuzzRandom random)
    {
        if (input.Length < 8) return BlindMutation.Once(input, random, [input]);
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(input);
        int length = (int)Math.Min(declared, (ulong)input.Length - 8);
        byte[] header = input[8..(8 + length)], data = input[(8 + length)..];
        switch (random.Below(8))
        {
            case 0:
                return BlindMutation.WithNumber(input, random.Below(8), random);
            case 1:
                data = BlindMutation.Once(data, random, [data]);
                break;
            case 2:
                header = [.. header, .. Enumerable.Repeat((byte)' ', random.Below(100))];
                break;
            default:
                header = JsonMutation.Apply(header, random, Words);
                break;
        }

        byte[] result = [.. new byte[8], .. header, .. data];
        BinaryPrimitives.WriteInt64LittleEndian(result, header.Length);
        return result;
    }
}
