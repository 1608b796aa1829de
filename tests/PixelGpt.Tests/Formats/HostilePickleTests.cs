using System.Buffers.Binary;
using System.Text;
using PixelGpt.Formats.Pth;
using PixelGpt.Tests.Fuzzing;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats;

/// <summary>
/// Tests that the pickle reader executes nothing: it knows only the three functions that create tensors, and no
/// operation that looks up a function, creates an object or sets its state reaches any other code.
/// </summary>
public sealed class HostilePickleTests
{
    private static readonly byte[] Id = [.. "U\u0002id"u8];

    /// <summary>Every way to call a function in a Python pickle, with the name that the error states.</summary>
    public static TheoryData<string, byte[], string> Calls { get; } = new()
    {
        { "GLOBAL REDUCE", [.. "cos\nsystem\n("u8, .. Id, .. "tR."u8], "os.system" },
        { "GLOBAL REDUCE, eval", [.. "cbuiltins\neval\n("u8, .. Id, .. "tR."u8], "builtins.eval" },
        { "GLOBAL REDUCE, getattr", [.. "cbuiltins\ngetattr\n("u8, .. Id, .. Id, .. "tR."u8], "builtins.getattr" },
        { "GLOBAL REDUCE, a function of torch", [.. "ctorch.serialization\nload\n("u8, .. Id, .. "tR."u8], "torch.serialization.load" },
        { "GLOBAL REDUCE, a name with a different split into module and function", [.. "ctorch\n_utils._rebuild_tensor_v2.__globals__\n)R."u8], "__globals__" },
        { "STACK_GLOBAL REDUCE", [0x80, 4, 0x8C, 2, .. "os"u8, 0x8C, 6, .. "system"u8, 0x93, .. Id, 0x85, .. "R."u8], "os.system" },
        { "INST", [.. "("u8, .. Id, .. "ios\nsystem\n."u8], "operation 0x69" },
        { "OBJ", [.. "(cos\nsystem\n"u8, .. Id, .. "o."u8], "operation 0x6f" },
        { "NEWOBJ", [.. "cos\nsystem\n"u8, .. Id, 0x85, 0x81, .. "."u8], "an object of the class os.system" },
        { "NEWOBJ_EX", [.. "cos\nsystem\n"u8, .. Id, 0x85, .. "}"u8, 0x92, .. "."u8], "an object of the class os.system" },
        { "BUILD of a function", [.. "cos\nsystem\n}b."u8], "attributes are set on something other than a dictionary" },
        { "BUILD of a tuple", [.. "(}t}b."u8], "attributes are set on something other than a dictionary" },
        { "EXT1", [0x82, 1, .. "."u8], "operation 0x82" },
        { "EXT2", [0x83, 1, 0, .. "."u8], "operation 0x83" },
        { "EXT4", [0x84, 1, 0, 0, 0, .. "."u8], "operation 0x84" },
        { "PERSID", [.. "Pid\n."u8], "operation 0x50" },
        { "BINPERSID of a call", [.. "cos\nsystem\nQ."u8], "expected a persistent id" },
        { "BINPERSID of a storage of a foreign type", [.. "("u8, .. PthMaker.Text("storage"), .. "cos\nsystem\n"u8, .. PthMaker.Text("0"), .. PthMaker.Text("cpu"), .. "K\u0001tQ."u8], "storages of type os.system" },
        { "NEXT_BUFFER", [0x97, .. "."u8], "operation 0x97" },
        { "READONLY_BUFFER", [.. "N"u8, 0x98, .. "."u8], "operation 0x98" },
        { "REDUCE of text", [.. Id, .. ")R."u8], "expected a function" },
        { "REDUCE without a tuple", [.. "ctorch\nSize\n"u8, .. Id, .. "R."u8], "expected arguments" },
        { "a tensor function with another function as its argument", [.. "ctorch._utils\n_rebuild_tensor_v2\n(cos\nsystem\nK\0))tR."u8], "torch._utils._rebuild_tensor_v2" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_pickle_that_calls_a_function_is_rejected_by_name(string how, byte[] pickle, string what)
    {
        Assert.NotEmpty(how);
        foreach (byte[] file in (byte[][])[PthMaker.Zip(pickle), PthMaker.Legacy(pickle)])
        {
            string message = Assert.Throws<InputException>(() => PthFile.Parse(file, "evil.pth")).Message;
            Assert.Contains(what, message, StringComparison.Ordinal);
            Assert.DoesNotContain(message, char.IsControl);
        }
    }

    [Fact]
    public void Naming_a_function_without_calling_it_is_allowed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.pth"], PthMaker.Zip([.. "}("u8, .. PthMaker.Text("w"), .. "cos\nsystem\nu."u8]));
        Assert.Contains("no named tensors", Assert.Throws<InputException>(() => PthStateDict.Load(folder["a.pth"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operation_results_in_a_value_or_an_error()
    {
        byte[][] prefixes = [[], "N"u8.ToArray(), "]"u8.ToArray(), "}"u8.ToArray(), "(NN"u8.ToArray(), "]N"u8.ToArray(), "}NN"u8.ToArray(), "cos\nsystem\n)"u8.ToArray(), [.. Id, .. Id]];
        for (int operation = 0; operation < 256; operation++)
        {
            foreach (byte[] prefix in prefixes)
            {
                try
                {
                    object? value = PthFile.Parse(PthMaker.Zip([.. prefix, (byte)operation, 0, 0, 0, 0, (byte)'\n', (byte)'\n', (byte)'.']), "a.pth");
                    Assert.True(value is null or bool or long or double or string or PickleList or PickleDictionary or PickleFunction, $"operation 0x{operation:x2} returned a {value?.GetType().Name}");
                }
                catch (InputException e)
                {
                    Assert.DoesNotContain(e.Message, char.IsControl);
                }
            }
        }
    }

    [Fact]
    public void Nested_tuples_use_memory_in_proportion_to_their_bytes()
    {
        // "Billion laughs": each tuple contains the previous one twice; expanded, there would be 2^100 elements.
        var pickle = new List<byte>([.. ")q\0"u8]);
        for (int i = 0; i < 100; i++) pickle.AddRange([.. "h\0h\0"u8, 0x86, .. "q\0"u8]);
        Assert.IsType<PickleList>(Parse([.. pickle, (byte)'.']));
    }

    [Theory]
    [InlineData("]", "a")]
    [InlineData("(", "t")]
    [InlineData("N", "\u0085")]
    public void Nesting_does_not_use_the_call_stack(string open, string close)
    {
        string pickle = string.Concat(Enumerable.Repeat(open, open == "N" ? 1 : 500_000)) + (open == "]" ? "N" : "") + string.Concat(Enumerable.Repeat(close, 500_000)) + ".";
        Assert.IsType<PickleList>(Parse(Encoding.Latin1.GetBytes(pickle)));
    }

    [Fact]
    public void A_high_memo_index_allocates_no_memory_for_lower_ones()
    {
        byte[] put = [(byte)'N', (byte)'r', 0, 0, 0, 0, (byte)'.'];
        foreach (uint index in (uint[])[int.MaxValue, 1u << 31, uint.MaxValue])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(put.AsSpan(2), index);
            byte[] file = PthMaker.Zip(put);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(PthFile.Parse(file, "a.pth"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        }
    }

    [Fact]
    public void A_list_may_contain_itself()
    {
        var list = Assert.IsType<PickleList>(Parse("]q\0h\0a."u8.ToArray()));
        Assert.Same(list, list[0]);
    }

    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    [InlineData(65536, 65536)]
    public void A_tensor_larger_than_its_storage_is_rejected(int rows, int columns)
    {
        byte[] pickle =
        [
            .. "ctorch._utils\n_rebuild_tensor_v2\n("u8, .. PthMaker.Storage("FloatStorage", "0", 1), .. "K\0("u8, (byte)'J', .. BitConverter.GetBytes(rows), (byte)'J', .. BitConverter.GetBytes(columns), .. "t(K\0K\0t"u8,
            0x89, .. "}tR."u8,
        ];
        Assert.Contains("exceeds its storage of 1", Assert.Throws<InputException>(() => PthFile.Parse(PthMaker.Zip(pickle, ("0", new byte[4])), "a.pth")).Message, StringComparison.Ordinal);
    }

    private static object? Parse(byte[] pickle) => PthFile.Parse(PthMaker.Zip(pickle), "a.pth");
}
