using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Fuzzing;
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
        Assert.Contains("no tensor 'transformer.wte.weight', which the configuration requires; the file has transformer.wpe.weight, transformer.h.0.ln_1.weight, transformer.h.0.ln_1.bias, transformer.h.0.attn.c_attn.weight and 23 more;", Refused(tensors.Skip(1)));
        Assert.Contains("the file has a;", Refused([new NamedTensor("a", [1], new float[1])]));
        Assert.Contains("has shape [1, 2]", Refused([.. tensors.Skip(1), new NamedTensor("transformer.wte.weight", [1, 2], new float[2])]));
    }

    [Theory]
    [InlineData("_orig_mod.")]
    [InlineData("module.")]
    [InlineData("module._orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("model.")]
    [InlineData("model._orig_mod.")]
    [InlineData("network.generator.")]
    public void Prefixes_of_wrapping_classes_are_removed(string prefix)
    {
        foreach (string family in TinyModels.Families)
        {
            Transformer model = TinyModels.Family(family);
            Assert.Equal(Values(model), Values(Reload(family, [.. Tensors(model).Select(t => t with { Name = prefix + t.Name })])));
        }

        Transformer gpt2 = TinyModels.Gpt2();
        List<NamedTensor> withoutHead = [.. Tensors(gpt2).Select(t => t with { Name = prefix + t.Name["transformer.".Length..] })];
        Assert.Equal(Values(gpt2), Values(Reload("gpt2", withoutHead)));
        Assert.Contains("unexpected tensors: criterion.weight;", Assert.Throws<InputException>(() => Reload("gpt2", [.. withoutHead, new NamedTensor("criterion.weight", [1], new float[1])])).Message);
    }

    [Fact]
    public void Parts_that_compiled_blocks_add_inside_of_names_are_removed()
    {
        Transformer model = TinyModels.Family("llama");
        List<NamedTensor> tensors = [.. Tensors(model).Select(t => t with { Name = "module." + t.Name.Replace(".mlp.", "._orig_mod.mlp.", StringComparison.Ordinal) })];
        Assert.Equal(Values(model), Values(Reload("llama", tensors)));
        tensors.Add(new NamedTensor("_orig_mod." + tensors[0].Name, tensors[0].Shape, tensors[0].Values));
        Assert.Contains("unexpected tensors: _orig_mod.module.model.embed_tokens.weight;", Assert.Throws<InputException>(() => Reload("llama", tensors)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Weights_of_nanoGPT_are_transposed_and_may_have_no_biases(bool hasBiases)
    {
        Transformer model = TinyModels.Gpt2();
        if (!hasBiases)
        {
            foreach (Parameter bias in model.Parameters.All.Where(p => p.Name.EndsWith(".bias", StringComparison.Ordinal))) bias.In(model.Parameters.Values).Clear();
        }

        HashSet<string> linear = [.. model.LinearWeights.Select(p => p.Name)];
        Assert.Equal(8, linear.Count);
        List<NamedTensor> tensors = [.. Tensors(model).Where(t => hasBiases || !t.Name.EndsWith(".bias", StringComparison.Ordinal)).Select(t => linear.Contains(t.Name) ? Transposed(t) : t)];
        tensors.Add(new NamedTensor("transformer.h.0.attn.bias", [1], new float[1]));
        tensors.Add(tensors[0] with { Name = "lm_head.weight" });
        Assert.Equal(Values(model), Values(Reload("gpt2", [.. tensors.Select(t => t with { Name = "_orig_mod." + t.Name })])));
        if (hasBiases) Assert.Contains("there is no tensor 'transformer.h.0.ln_1.bias'", Assert.Throws<InputException>(() => Reload("gpt2", [.. tensors.Where(t => t.Name != "transformer.h.0.ln_1.bias")])).Message);
    }

    [Theory]
    [InlineData("weights.pth")]
    [InlineData("epoch=3-step=90.ckpt", "state_dict")]
    [InlineData("ckpt", "model")]
    [InlineData("model.safetensors", "model_state_dict")]
    [InlineData("x.json", "net")]
    [InlineData("x.bin", "ema")]
    [InlineData("x.tar", "state_dict", "model")]
    public void State_dicts_in_checkpoints_are_found_and_the_content_determines_the_format(string name, params string[] keys)
    {
        Transformer model = TinyModels.Gpt2();
        File.WriteAllBytes(_folder[name], PthMaker.Checkpoint([.. Tensors(model)], keys));
        Assert.Equal(Values(model), Values(Open(name)));
    }

    [Theory]
    [InlineData("model.bin")]
    [InlineData("model.pth")]
    [InlineData("model")]
    public void A_safetensors_file_may_have_any_name(string name)
    {
        Transformer model = TinyModels.Gpt2();
        Save([.. Tensors(model)], name);
        Assert.Equal(Values(model), Values(Open(name)));
    }

    [Fact]
    public void Shards_may_be_written_by_torch_save()
    {
        Transformer model = TinyModels.Gpt2();
        NamedTensor[] tensors = [.. Tensors(model)];
        File.WriteAllBytes(_folder["pytorch_model-00001-of-00002.bin"], PthMaker.Checkpoint(tensors[..5]));
        Save(tensors[5..], "pytorch_model-00002-of-00002.bin");
        var map = new JsonObject(tensors.Select((t, i) => KeyValuePair.Create(t.Name, (JsonNode?)$"pytorch_model-0000{(i < 5 ? 1 : 2)}-of-00002.bin")));
        _folder.Write("pytorch_model.bin.index.json", new JsonObject { ["weight_map"] = map }.ToJsonString());
        Assert.Equal(Values(model), Values(Open("pytorch_model.bin.index.json")));

        _folder.Write("nested.json", """{"weight_map": {"a": "pytorch_model.bin.index.json"}}""");
        Assert.Contains("pytorch_model.bin.index.json: not a weights file", Assert.Throws<InputException>(() => TensorFile.Open(_folder["nested.json"])).Message);
    }

    [Fact]
    public void Files_without_weights_are_refused()
    {
        string Refused(string name) => Assert.Throws<InputException>(() => TensorFile.Open(_folder[name])).Message;
        _folder.Write("weights.pth", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
        Assert.Equal($"{_folder["weights.pth"]}: the file is a pointer of Git LFS, not the weights; download them with 'git lfs pull'", Refused("weights.pth"));
        _folder.Write("weights.bin", "<!DOCTYPE html>");
        Assert.Contains("not a weights file; expected a safetensors file, a file written by torch.save, or the index", Refused("weights.bin"));
        File.WriteAllBytes(_folder["hyper.ckpt"], PthMaker.Checkpoint([], "model"));
        Assert.Contains("the file contains no named tensors; it has epoch, model.", Refused("hyper.ckpt"));
        Assert.Contains("no such file", Refused("absent.pth"));
    }

    [SharedFact]
    public async Task Convert_reads_a_checkpoint_of_a_compiled_model()
    {
        ModelConfig.Default(PixelGpt.Models.Families.ModelFamily.Find("gpt2"), 167, 20, 20).Save(_folder["config.json"]);
        CliResult result = await CliFixture.RunAsync("convert", SharedData.PathOf("cases", "checkpoints", "orig_mod.pth"), "--config", _folder["config.json"], "--out", _folder["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(136384, (int?)result.Json["parameters"]);
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
        Assert.Contains("not a file name in the folder of the index", Assert.Throws<InputException>(() => ShardedTensors.Load(index)).Message);
        File.WriteAllText(index, "[]");
        Assert.Contains("not an index", Assert.Throws<InputException>(() => ShardedTensors.Load(index)).Message);
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

    private static NamedTensor Transposed(NamedTensor tensor)
    {
        (int rows, int columns) = (tensor.Shape[0], tensor.Shape[1]);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => tensor.Values.Span[(i % rows * columns) + (i / rows)])];
        return new NamedTensor(tensor.Name, [columns, rows], values);
    }

    private Transformer Open(string name)
    {
        using ITensorSource source = TensorFile.Open(_folder[name]);
        return ModelFolder.LoadTransformer(TinyModels.Config(), source);
    }

    private void Save(IReadOnlyList<NamedTensor> tensors, string name)
    {
        using FileStream stream = File.Create(_folder[name]);
        SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private Transformer Reload(string family, List<NamedTensor> tensors)
    {
        Save(tensors, "model.safetensors");
        return ModelFolder.LoadTransformer(TinyModels.Config(family), _folder["model.safetensors"], TinyModels.Palette());
    }
}
