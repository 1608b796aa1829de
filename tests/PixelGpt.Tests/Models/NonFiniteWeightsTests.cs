using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PixelGpt.Formats;
using PixelGpt.Formats.Pth;
using PixelGpt.Models;
using PixelGpt.Tests.Fuzzing;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Checks that weights with NaN or infinite values are refused by all readers.</summary>
public sealed class NonFiniteWeightsTests : IDisposable
{
    private const string Norm = "transformer.ln_f.weight";

    private readonly TemporaryFolder _folder = new();

    private string Weights => _folder[ModelFolder.WeightsName];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void The_message_has_file_tensor_count_and_first_index(float value, string shown)
    {
        TinyModels.Save(_folder.Path);
        WeightsFile.Set(Weights, Norm, value, 7, 19);
        string message = Assert.Throws<InputException>(() => PixelModel.Load(_folder.Path)).Message;
        Assert.Equal($"{Weights}: tensor '{Norm}' has 2 of 20 values that are not finite as float32 (the first is {shown} at index 7); use weights whose values are all finite", message);
    }

    [Fact]
    public void The_largest_and_smallest_finite_values_are_accepted()
    {
        TinyModels.Save(_folder.Path);
        WeightsFile.Set(Weights, Norm, float.MaxValue, 0);
        WeightsFile.Set(Weights, Norm, float.Epsilon, 1);
        PixelModel.Load(_folder.Path);
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Half_precision_is_checked_too(string dtype)
    {
        ushort infinity = dtype == "F16" ? BitConverter.HalfToUInt16Bits(Half.PositiveInfinity) : (ushort)0x7F80;
        string header = $$"""{"x":{"dtype":"{{dtype}}","shape":[3],"data_offsets":[0,6]} }""";
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes<ushort>([0, infinity, 0])];
        Assert.Contains("a.safetensors: tensor 'x' has 1 of 3 values", Assert.Throws<InputException>(() => SafeTensors.Parse(file, "a.safetensors").FiniteFloats("x")).Message);
    }

    [Fact]
    public void The_shard_with_the_tensor_is_named()
    {
        TinyModels.Save(_folder.Path);
        WeightsFile.Set(Weights, Norm, float.NaN, 3);
        File.Move(Weights, _folder["part-1.safetensors"]);
        using (var file = SafeTensors.Load(_folder["part-1.safetensors"]))
        {
            var map = new JsonObject();
            foreach (string name in file.Names) map[name] = "part-1.safetensors";
            _folder.Write("model.safetensors.index.json", new JsonObject { ["weight_map"] = map }.ToJsonString());
        }

        Assert.Contains($"{_folder["part-1.safetensors"]}: tensor '{Norm}' has 1 of 20", Assert.Throws<InputException>(() => PixelModel.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_double_that_overflows_float32_is_refused()
    {
        byte[] storage = [.. MemoryMarshal.AsBytes<double>([1, 2, 3, 1e300, 5, 6])];
        File.WriteAllBytes(_folder["a.pth"], PthMaker.Zip(PthMaker.StateDict("DoubleStorage"), ("0", storage)));
        using var source = PthStateDict.Load(_folder["a.pth"]);
        Assert.Contains("a.pth: tensor 'layer.0.weight' has 1 of 6 values that are not finite as float32 (the first is Infinity at index 3)", Assert.Throws<InputException>(() => source.FiniteFloats("layer.0.weight")).Message);
    }
}
