using System.Buffers.Binary;
using System.Text;
using PixelGpt.Formats;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats;

/// <summary>Tests that damaged files are rejected with a one-line error that states the problem.</summary>
public class SafeTensorsDamageTests
{
    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "outside the file's 8 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "outside the file")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "outside the file")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", "outside the file")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "outside the file")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "'x' of shape [3] needs 12 bytes; the file has 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F64","shape":[536870912,8],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", "negative size")]
    [InlineData("""{"x":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype 'F31'")]
    [InlineData("""{"x":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype 'f32'")]
    [InlineData("""{"x":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""", "unknown dtype ''")]
    [InlineData("""{"x":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967298],"data_offsets":[0,8]}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":{}}}""", "damaged at 'x'")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", "damaged at 'x': 'dtype' is missing")]
    [InlineData("""{"x":{"dtype":"F32","data_offsets":[0,8]}}""", "damaged at 'x': 'shape' is missing")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", "damaged at 'x': 'data_offsets' is missing")]
    [InlineData("""{"x":[]}""", "damaged at 'x'")]
    [InlineData("""{"__metadata__":{"format":1}}""", "damaged at '__metadata__'")]
    [InlineData("""{"__metadata__":"pt"}""", "damaged at '__metadata__'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'x' occurs twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'y' overlaps another")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'y' overlaps another")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "bytes 0 to 4 of the data belong to no tensor")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the last 4 bytes of the data belong to no tensor")]
    [InlineData("{}", "the last 8 bytes of the data belong to no tensor")]
    [InlineData("[]", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("", "damaged")]
    [InlineData("{", "damaged")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[[[[[[[[[1]]]]]]]]]],"data_offsets":[0,8]}}""", "damaged")]
    public void Invalid_headers_are_rejected(string header, string what)
    {
        string message = Assert.Throws<InputException>(() => SafeTensors.Parse(File(header, 8), "a.safetensors")).Message;
        Assert.StartsWith("a.safetensors: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Control_characters_in_names_do_not_appear_in_errors()
    {
        string header = """{"a\nbNAME":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""".Replace("NAME", new string('c', 5000), StringComparison.Ordinal);
        string message = Assert.Throws<InputException>(() => SafeTensors.Parse(File(header, 8), "f")).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 1, 300);
    }

    [Fact]
    public void A_file_truncated_at_any_byte_is_rejected()
    {
        byte[] whole = Small();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InputException>(() => SafeTensors.Parse(whole.AsMemory()[..length], "cut"));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 32)]
    [InlineData(100_000_001)]
    public void A_header_longer_than_the_file_is_rejected(ulong length)
    {
        byte[] bytes = Small();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        string message = Assert.Throws<InputException>(() => SafeTensors.Parse(bytes, "f")).Message;
        Assert.Contains($"a header of {length} bytes does not fit into {bytes.Length}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_byte_changes_result_in_a_value_or_a_clear_error()
    {
        byte[] whole = Small();
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole) + 8, refused = 0;
        var random = new PhiloxRandom(1);
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.NextInt32(4); change >= 0; change--) bytes[random.NextInt32(header)] = (byte)random.NextInt32(256);
            try
            {
                var file = SafeTensors.Parse(bytes, "damaged");
                foreach (string name in file.Names) Assert.True(file.Shape(name).All(size => size >= 0));
            }
            catch (InputException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, 2500, 4999);
    }

    [Fact]
    public void A_missing_file_is_reported()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SafeTensors.Load(folder["absent"])).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SafeTensors.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Small()
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, [new NamedTensor("wte.weight", [2, 3], new float[6]), new NamedTensor("ln.bias", [3], new float[3])], new Dictionary<string, string> { ["format"] = "pt" });
        return stream.ToArray();
    }

    private static byte[] File(string header, int dataLength)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. new byte[dataLength]];
    }
}
