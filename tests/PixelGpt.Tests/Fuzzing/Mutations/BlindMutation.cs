using System.Buffers.Binary;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Random changes without knowledge of the format.</summary>
internal static class BlindMutation
{
    public static byte[] Apply(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> others)
    {
        for (int change = random.Below(4); change >= 0; change--) input = Once(input, random, others);
        return input;
    }

    public static byte[] Once(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> others)
    {
        if (input.Length == 0) return [random.Byte()];
        int at = random.Below(input.Length), length = random.Below(Math.Min(input.Length - at, 1 << random.Below(12)) + 1);
        switch (random.Below(9))
        {
            case 0: return With(input, at, (byte)(input[at] ^ (1 << random.Below(8))));
            case 1: return With(input, at, random.Byte());
            case 2: return With(input, at, random.Pick<byte>([0, 1, 127, 128, 255, (byte)'\n', (byte)'0', (byte)'"']));
            case 3: return input[..at];
            case 4: return [.. input[..at], .. input[(at + length)..]];
            case 5: return [.. input[..(at + length)], .. input[at..]];
            case 6: return [.. input[..at], .. Enumerable.Repeat(random.Byte(), random.Below(300)), .. input[at..]];
            case 7:
                byte[] other = random.Pick(others);
                return [.. input[..at], .. other[Math.Min(at, other.Length)..]];
            default: return WithNumber(input, at, random);
        }
    }

    /// <summary>Writes an extreme number of 1, 2, 4 or 8 bytes in either byte order at a position.</summary>
    public static byte[] WithNumber(byte[] input, int at, FuzzRandom random)
    {
        byte[] number = new byte[8];
        int size = 1 << random.Below(4);
        if (random.OneIn(2)) BinaryPrimitives.WriteUInt64LittleEndian(number, random.Extreme());
        else BinaryPrimitives.WriteUInt64BigEndian(number, random.Extreme() << (64 - (8 * size)));
        byte[] result = [.. input];
        number.AsSpan(0, Math.Min(size, input.Length - at)).CopyTo(result.AsSpan(at));
        return result;
    }

    private static byte[] With(byte[] input, int at, byte value)
    {
        byte[] result = [.. input];
        result[at] = value;
        return result;
    }
}
