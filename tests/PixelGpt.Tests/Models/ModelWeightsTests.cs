using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Checks that models of Hugging Face transformers can be read and written without changes.</summary>
public sealed class ModelWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedTheory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void Weights_saved_by_transformers_are_saved_again_with_the_same_names_shapes_and_bytes(string family)
    {
        string folder = SharedData.PathOf("reference", family);
        Transformer model = ModelFolder.LoadTransformer(ModelConfig.Load(Path.Combine(folder, "config.json")), Path.Combine(folder, "model.safetensors"));
        ModelFolder.SaveWeights(model, _folder["model.safetensors"]);
        SafeTensors before = SafeTensors.Load(Path.Combine(folder, "model.safetensors")), after = SafeTensors.Load(_folder["model.safetensors"]);
        Assert.Equal(before.Names.Order(), after.Names.Order());
        Assert.Equal("pt", after.Metadata["format"]);
        foreach (string name in before.Names)
        {
            Assert.Equal<int>(before.Shape(name), after.Shape(name));
            Assert.Equal(before.Bytes(name, "F32").ToArray(), after.Bytes(name, "F32").ToArray());
        }
    }

    [Theory]
    [InlineData("gpt2", "transformer.")]
    [InlineData("llama", "model.")]
    public void Names_without_prefix_copies_of_a_tied_head_and_old_buffers_are_accepted(string family, string prefix)
    {
        Transformer model = TinyModels.Family(family);
        List<NamedTensor> tensors = [.. Tensors(model).Select(t => t with { Name = t.Name.StartsWith(prefix, StringComparison.Ordinal) ? t.Name[prefix.Length..] : t.Name })];
        tensors.Add(new NamedTensor("h.0.attn.bias", [1], new float[1]));
        if (family == "gpt2") tensors.Add(new NamedTensor("lm_head.weight", [1], new float[1]));
        Assert.Equal(Values(model), Values(Reload(family, tensors)));
    }

    [Fact]
    public void Missing_and_unexpected_tensors_are_named()
    {
        List<NamedTensor> tensors = [.. Tensors(TinyModels.Gpt2())];
        string Refused(IEnumerable<NamedTensor> some) => Assert.Throws<InputException>(() => Reload("gpt2", [.. some])).Message;
        Assert.Contains("unexpected tensors: score.weight", Refused([.. tensors, new NamedTensor("score.weight", [2], new float[2])]));
        Assert.Contains("no tensor 'transformer.wte.weight'", Refused(tensors.Skip(1)));
        Assert.Contains("has shape [1, 2]", Refused([.. tensors.Skip(1), new NamedTensor("transformer.wte.weight", [1, 2], new float[2])]));
    }

    [Fact]
    public void Shards_are_loaded_and_must_be_in_the_folder_of_the_index()
    {
        Transformer model = TinyModels.Family("llama");
        NamedTensor[] tensors = [.. Tensors(model)];
        var map = new JsonObject();
        for (int shard = 0; shard < 2; shard++)
        {
            NamedTensor[] some = [.. tensors.Where((_, i) => i % 2 == shard)];
            Save(some, $"part-{shard}.safetensors");
            foreach (NamedTensor tensor in some) map[tensor.Name] = $"part-{shard}.safetensors";
        }

        string index = _folder.Write("model.safetensors.index.json", new JsonObject { ["weight_map"] = map.DeepClone() }.ToJsonString());
        Assert.Equal(Values(model), Values(ModelFolder.LoadTransformer(TinyModels.LlamaLike("llama"), _folder["model.safetensors"])));

        map["model.norm.weight"] = "../model.safetensors";
        File.WriteAllText(index, new JsonObject { ["weight_map"] = map }.ToJsonString());
        Assert.Contains("not a file name in the folder of the index", Assert.Throws<InputException>(() => ShardedSafeTensors.Load(index)).Message);
        File.WriteAllText(index, "[]");
        Assert.Contains("not an index", Assert.Throws<InputException>(() => ShardedSafeTensors.Load(index)).Message);
    }

    [Fact]
    public void Half_precision_is_converted_to_float32()
    {
        byte[] file = Bytes("""{"half":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"brain":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]}}""",
            [.. MemoryMarshal.AsBytes<Half>([(Half)1.5f, (Half)(-0.25f), Half.MaxValue]), .. MemoryMarshal.AsBytes<ushort>([0x3FC0, 0xC000])]);
        var tensors = SafeTensors.Parse(file, "half.safetensors");
        Assert.Equal([1.5f, -0.25f, 65504f], tensors.Floats("half"));
        Assert.Equal([1.5f, -2f], tensors.Floats("brain"));
    }

    [SharedFact]
    public async Task Convert_creates_a_model_folder()
    {
        string source = SharedData.PathOf("reference", "trained-gpt2"), colormap = SharedData.PathOf("pokemon", "colormap.txt");
        CliResult result = await CliFixture.RunAsync("convert", Path.Combine(source, "model.safetensors"), "--colormap", colormap, "--out", _folder["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(File.ReadAllText(colormap).Trim(), File.ReadAllText(Path.Combine(_folder["out"], "colormap.txt")).Trim());
        Assert.Equal(136384, PixelModel.Load(_folder["out"]).Transformer.Parameters.Count);
        Assert.Contains("give another --out", await CliFixture.RefusedAsync("convert", Path.Combine(_folder["out"], "model.safetensors"), "--out", _folder["out"]));
    }

    private static byte[] Bytes(string header, byte[] data) => [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), .. data];

    private static IEnumerable<NamedTensor> Tensors(Transformer model) => model.Parameters.All.Select(p => new NamedTensor(p.Name, p.Shape, model.Parameters[p].ToArray()));

    private static float[] Values(Transformer model) => model.Parameters.Values.ToArray();

    private void Save(IReadOnlyList<NamedTensor> tensors, string name)
    {
        using FileStream stream = File.Create(_folder[name]);
        SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private Transformer Reload(string family, List<NamedTensor> tensors)
    {
        Save(tensors, "model.safetensors");
        return ModelFolder.LoadTransformer(family == "gpt2" ? TinyModels.Config() : TinyModels.LlamaLike(family), _folder["model.safetensors"]);
    }
}
