using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Formats;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats;

public class SafeTensorsTests
{
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt", ["note"] = "näu \"quoted\"" };

    [Fact]
    public void Parse_reads_what_Write_writes()
    {
        Gen<(string[] Names, int[][] Shapes, ulong Seed)> cases =
            from names in Gen.Elements("a", "transformer.wte.weight", "", "ä ö", "\"quoted\\", "line\nbreak", "名前", "__meta__").ArrayOf()
            let distinct = names.Distinct().ToArray()
            from shapes in Gen.Choose(0, 5).ArrayOf().Where(s => s.Length <= 4).ArrayOf(distinct.Length)
            from seed in ArbMap.Default.GeneratorFor<ulong>()
            select (distinct, shapes, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            NamedTensor[] tensors = [.. c.Names.Zip(c.Shapes).Select((t, i) => Random(t.First, t.Second, new PhiloxRandom(c.Seed, (ulong)i)))];
            var file = SafeTensors.Parse(Write(tensors), "file");
            Assert.Equal(c.Names, file.Names);
            Assert.Equal(Metadata, file.Metadata);
            foreach (NamedTensor tensor in tensors)
            {
                Assert.Equal<int>(tensor.Shape, file.Shape(tensor.Name));
                Assert.Equal(tensor.Values.ToArray(), file.Floats(tensor.Name));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_bit_pattern_is_preserved()
    {
        float[] values = [float.NaN, BitConverter.UInt32BitsToSingle(0x7fa00001), -0f, float.PositiveInfinity, float.Epsilon, float.MaxValue];
        var file = SafeTensors.Parse(Write(new NamedTensor("x", [6], values)), "file");
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), file.Floats("x").Select(BitConverter.SingleToUInt32Bits));
    }

    /// <summary>Aligned data can be memory-mapped; the reference implementation aligns it too.</summary>
    [Fact]
    public void Data_starts_at_a_multiple_of_eight()
    {
        for (int length = 1; length < 20; length++)
            Assert.Equal(0, BitConverter.ToInt64(Write(new NamedTensor(new string('x', length), [1], new float[1]))) % 8);
    }

    [Fact]
    public void A_missing_tensor_or_another_dtype_is_an_error()
    {
        var file = SafeTensors.Parse(Write(new NamedTensor("x", [1], new float[1])), "a.safetensors");
        Assert.True(file.Contains("x"));
        Assert.False(file.Contains("y"));
        Assert.Equal("a.safetensors: there is no tensor 'y'", Assert.Throws<InputException>(() => file.Shape("y")).Message);
        Assert.Equal("a.safetensors: tensor 'x' has dtype F32; expected I64", Assert.Throws<InputException>(() => file.Int64s("x")).Message);
    }

    [Fact]
    public void Write_rejects_inconsistent_tensors()
    {
        Assert.Throws<ArgumentException>(() => Write(new NamedTensor("x", [1], new float[1]), new NamedTensor("x", [1], new float[1])));
        Assert.Throws<ArgumentException>(() => Write(new NamedTensor("__metadata__", [1], new float[1])));
        Assert.Throws<ArgumentException>(() => Write(new NamedTensor("x", [2, 2], new float[3])));
    }

    [Fact]
    public void A_file_larger_than_an_array_can_be_read()
    {
        const int Large = int.MaxValue - 7;
        using var folder = new TemporaryFolder();
        byte[] header = System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"large":{"dtype":"U8","shape":[{{{Large}}}],"data_offsets":[0,{{{Large}}}]},"small":{"dtype":"F32","shape":[2],"data_offsets":[{{{Large}}},{{{Large + 8L}}}]}}""");
        using (var stream = File.Create(folder["large.safetensors"]))
        {
            // The large tensor is a hole in a sparse file.
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(header);
            stream.Seek(Large, SeekOrigin.Current);
            stream.Write(BitConverter.GetBytes(1.5f));
            stream.Write(BitConverter.GetBytes(-2f));
        }

        using var file = SafeTensors.Load(folder["large.safetensors"]);
        Assert.Equal([1.5f, -2f], file.Floats("small"));
    }

    [SharedFact]
    public void Tensors_of_a_Hugging_Face_file_are_byte_identical_after_rewriting()
    {
        string path = SharedData.PathOf("reference", "gpt2", "model.safetensors");
        using var original = SafeTensors.Load(path);
        var copy = SafeTensors.Parse(Write([.. original.Names.Select(n => new NamedTensor(n, original.Shape(n), original.Floats(n)))]), "copy");

        Assert.Equal(original.Names, copy.Names);
        Assert.Equal("pt", original.Metadata["format"]);
        foreach (string name in original.Names)
        {
            Assert.Equal<int>(original.Shape(name), copy.Shape(name));
            Assert.True(original.Bytes(name, "F32").SequenceEqual(copy.Bytes(name, "F32")), name);
        }
    }

    private static NamedTensor Random(string name, int[] shape, PhiloxRandom random)
    {
        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextNormal();
        return new NamedTensor(name, ImmutableArray.Create(shape), values);
    }

    private static byte[] Write(params NamedTensor[] tensors)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, Metadata);
        return stream.ToArray();
    }
}
