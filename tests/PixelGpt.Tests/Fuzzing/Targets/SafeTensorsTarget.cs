using PixelGpt.Formats;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class SafeTensorsTarget() : FuzzTarget("safetensors", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => SafeTensorsMutation.Apply(input, random);

    public override void Read(byte[] input)
    {
        using var file = SafeTensors.Parse(input, "a.safetensors");
        foreach (string name in file.Names)
        {
            Assert.All(file.Shape(name), size => Assert.True(size >= 0));
            try
            {
                _ = file.Floats(name);
            }
            catch (InputException e) when (e.Message.Contains("; expected F32", StringComparison.Ordinal))
            {
                if (e.Message.Contains("has dtype I64", StringComparison.Ordinal)) _ = file.Int64s(name);
            }
        }
    }

    /// <summary>Enough for the parsed JSON header and for the conversion of float16 to float32.</summary>
    public override long MaxAllocated(int length) => (1 << 16) + (100L * length);

    public static byte[] File(params (string Name, int[] Shape)[] tensors)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, [.. tensors.Select(t => new NamedTensor(t.Name, [.. t.Shape], new float[t.Shape.Aggregate(1, (a, b) => a * b)]))], new Dictionary<string, string> { ["format"] = "pt" });
        return stream.ToArray();
    }

    private static List<byte[]> MakeSeeds()
    {
        List<byte[]> seeds =
        [
            File(("wte.weight", [2, 3]), ("ln.bias", [3])), File(("scalar", [])), File(("none", [0, 5]), ("x", [1])),
            Raw("""{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2,2],"data_offsets":[8,16]}}""", 16),
            Raw("""{"__metadata__":{"a":"b"},"i":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"u":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}""", 19),
        ];
        if (SharedData.Root is not null) seeds.AddRange([System.IO.File.ReadAllBytes(SharedData.PathOf("reference", "adamw", "adamw.safetensors")), System.IO.File.ReadAllBytes(SharedData.PathOf("reference", "pth", "values.safetensors"))]);
        return [.. seeds.Where(seed => seed.Length < 4000)];
    }

    private static byte[] Raw(string header, int dataLength) => [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[dataLength]];
}
