using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes the operations of a pickle. Python's pickletools documents their encoding.</summary>
internal static class PickleMutation
{
    private const string NoArgument = "(.012NRQ])}abdelostu";
    private static readonly string[] Functions = ["os\nsystem", "posix\nsystem", "builtins\neval", "subprocess\nPopen", "torch\nSize", "torch\nFloatStorage", "torch\nLongStorage", "torch._utils\n_rebuild_tensor_v2", "torch._utils\n_rebuild_parameter", "collections\nOrderedDict"];

    /// <summary>Sequences of operations that try to call functions; they are inserted at any position.</summary>
    private static readonly byte[][] Attacks =
    [
        [.. "cos\nsystem\nU\u0002id"u8, 0x85, (byte)'R'], "(S'id'\nios\nsystem\n"u8.ToArray(), "(cos\nsystem\nU\u0002ido"u8.ToArray(), [.. "cos\nsystem\n)"u8, 0x81], [.. "cos\nsystem\n)}"u8, 0x92],
        [0x8C, 2, .. "os"u8, 0x8C, 6, .. "system"u8, 0x93, 0x8C, 2, .. "id"u8, 0x85, (byte)'R'], [.. "N(cos\nsystem\nb"u8], [0x82, 1], "P1\n"u8.ToArray(), "]q\0h\0a"u8.ToArray(), [.. ")q\0h\0h\0"u8, 0x86, .. "q\0h\0h\0"u8, 0x86],
    ];

    public static byte[] Apply(byte[] pickle, FuzzRandom random)
    {
        List<byte[]> operations = Operations(pickle);
        if (operations.Count == 0) return pickle;
        int at = random.Below(operations.Count);
        switch (random.Below(9))
        {
            case 0 or 1:
                ListMutation.Apply(operations, random);
                break;
            case 2:
                operations.Insert(at, random.Pick(Attacks));
                break;
            case 3:
                operations.Insert(at, [(byte)random.Pick(NoArgument.ToCharArray())]);
                break;
            case 4:
                operations.Insert(at, [(byte)'c', .. Encoding.ASCII.GetBytes(random.Pick(Functions)), (byte)'\n']);
                break;
            case 5:
                operations.Insert(at, Number(random));
                break;
            case 6:
                int function = operations.FindIndex(at, o => o[0] == (byte)'c');
                if (function >= 0) operations[function] = [(byte)'c', .. Encoding.ASCII.GetBytes(random.Pick(Functions)), (byte)'\n'];
                break;
            case 7:
                operations.InsertRange(at, Enumerable.Repeat<byte[]>([(byte)random.Pick(NoArgument.ToCharArray())], random.Below(1 << random.Below(13))));
                break;
            default:
                // Replace a number, or change the bytes of an operation.
                int number = operations.FindIndex(at, o => o[0] is (byte)'K' or (byte)'M' or (byte)'J' or 0x8A or (byte)'h' or (byte)'j' or (byte)'q' or (byte)'r');
                if (number >= 0) operations[number] = operations[number][0] is (byte)'h' or (byte)'j' ? [(byte)'h', random.Byte()] : operations[number][0] is (byte)'q' or (byte)'r' ? Memo(random) : Number(random);
                else operations[at] = BlindMutation.Once(operations[at], random, [operations[at]]);
                break;
        }

        return [.. operations.SelectMany(o => o)];
    }

    private static byte[] Memo(FuzzRandom random)
    {
        byte[] put = [(byte)'r', 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(put.AsSpan(1), (uint)random.Extreme());
        return put;
    }

    private static byte[] Number(FuzzRandom random)
    {
        byte[] number = [0x8A, (byte)random.Pick<int>([0, 1, 4, 8, 8, 8, 9]), 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt64LittleEndian(number.AsSpan(2), random.Extreme());
        return number[..(2 + number[1])];
    }

    private static List<byte[]> Operations(byte[] pickle)
    {
        var operations = new List<byte[]>();
        for (int at = 0; at < pickle.Length;)
        {
            int length = Math.Min(Length(pickle.AsSpan(at)), pickle.Length - at);
            operations.Add(pickle[at..(at + length)]);
            at += length;
        }

        return operations;
    }

    private static int Length(ReadOnlySpan<byte> rest)
    {
        long argument = rest[0] switch
        {
            (byte)'K' or (byte)'q' or (byte)'h' or 0x80 or 0x82 => 1,
            (byte)'M' or 0x83 => 2,
            (byte)'J' or (byte)'r' or (byte)'j' or 0x84 => 4,
            (byte)'G' or 0x95 => 8,
            (byte)'U' or 0x8A or 0x8C or (byte)'C' => rest.Length > 1 ? 1 + rest[1] : 0,
            (byte)'X' or (byte)'T' or (byte)'B' or 0x8B => rest.Length > 4 ? 4 + BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]) : 0,
            (byte)'c' or (byte)'i' => Lines(rest[1..], 2),
            (byte)'I' or (byte)'F' or (byte)'L' or (byte)'S' or (byte)'V' or (byte)'P' or (byte)'p' or (byte)'g' => Lines(rest[1..], 1),
            _ => 0,
        };
        return (int)Math.Min(1 + argument, int.MaxValue);
    }

    private static int Lines(ReadOnlySpan<byte> rest, int count)
    {
        int length = 0;
        for (; count > 0; count--)
        {
            int end = rest[length..].IndexOf((byte)'\n');
            if (end < 0) return rest.Length;
            length += end + 1;
        }

        return length;
    }
}
