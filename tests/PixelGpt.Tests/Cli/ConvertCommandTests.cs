using PixelGpt.Formats;
using PixelGpt.Models;

namespace PixelGpt.Tests.Cli;

public sealed class ConvertCommandTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly CliFixture _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task F16_halves_the_weights_and_keeps_palette_and_sampling()
    {
        string source = _out["source"];
        Directory.CreateDirectory(source);
        foreach (string file in (string[])["config.json", "colormap.txt", "model.safetensors"]) File.Copy(Path.Combine(trained.Run, file), Path.Combine(source, file));
        _out.Write("source/generation_config.json", """{"do_sample": true, "temperature": 0.8}""");
        CliResult result = await CliFixture.RunAsync("convert", Path.Combine(source, "model.safetensors"), "--dtype", "f16", "--out", _out["half"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal("F16", (string?)result.Json["dtype"]);

        ParameterSet before = PixelModel.Load(source).Transformer.Parameters, after = PixelModel.Load(_out["half"]).Transformer.Parameters;
        Assert.All(before.All, p => Assert.Equal(before[p].ToArray().Select(v => (float)(Half)v), after[p].ToArray()));
        Assert.Equal(File.ReadAllText(Path.Combine(source, "colormap.txt")), File.ReadAllText(Path.Combine(_out["half"], "colormap.txt")));
        Assert.Equal(File.ReadAllText(Path.Combine(source, "generation_config.json")), File.ReadAllText(Path.Combine(_out["half"], "generation_config.json")));
        Assert.True(new FileInfo(Path.Combine(_out["half"], "model.safetensors")).Length < 0.7 * new FileInfo(Path.Combine(source, "model.safetensors")).Length);
    }

    [Fact]
    public async Task A_training_run_is_not_replaced()
    {
        string run = _out["run"];
        Directory.CreateDirectory(run);
        foreach (string file in (string[])["config.json", "colormap.txt", "model.safetensors", "training.json"]) File.Copy(Path.Combine(trained.Run, file), Path.Combine(run, file));
        byte[] before = File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        Assert.Contains("the folder has a training run, whose model would be replaced; give another --out", await CliFixture.RefusedAsync("convert", Path.Combine(trained.Run, "model.safetensors"), "--dtype", "f16", "--out", run));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
    }

    [Fact]
    public async Task A_weight_out_of_range_is_refused_and_nothing_is_written()
    {
        string source = _out["source"];
        Directory.CreateDirectory(source);
        File.Copy(Path.Combine(trained.Run, "config.json"), Path.Combine(source, "config.json"));
        using (var weights = SafeTensors.Load(Path.Combine(trained.Run, "model.safetensors")))
        {
            NamedTensor[] tensors = [.. weights.Names.Select(n => new NamedTensor(n, weights.Shape(n), weights.Floats(n).Select(v => n.EndsWith("ln_f.bias", StringComparison.Ordinal) ? 1e5f : v).ToArray()))];
            using FileStream stream = File.Create(Path.Combine(source, "model.safetensors"));
            SafeTensors.Write(stream, tensors, new Dictionary<string, string>());
        }

        string error = await CliFixture.RefusedAsync("convert", Path.Combine(source, "model.safetensors"), "--dtype", "f16", "--out", _out["half"]);
        Assert.Contains("tensor 'transformer.ln_f.bias': the value 100000 at index 0 exceeds the range of F16", error);
        Assert.Empty(Directory.GetFiles(_out["half"]));
        Assert.Contains("--dtype must be f32 or f16 (got 'f8')", await CliFixture.RefusedAsync("convert", "x", "--dtype", "f8", "--out", _out["half"]));
    }

    [Fact]
    public async Task A_run_is_written_as_ONNX_next_to_its_weights_or_to_a_file()
    {
        string run = _out["run"];
        Directory.CreateDirectory(run);
        foreach (string file in (string[])["config.json", "colormap.txt", "model.safetensors"]) File.Copy(Path.Combine(trained.Run, file), Path.Combine(run, file));
        CliResult result = await CliFixture.RunAsync("convert", run, "--onnx", "--json");
        Assert.True(result.Code == 0, result.Error);
        string path = Path.Combine(run, "model.onnx");
        Assert.Equal(path, (string?)result.Json["file"]);
        Assert.Equal(new FileInfo(path).Length, (long)result.Json["bytes"]!);
        Assert.True((int)result.Json["nodes"]! > 20);

        CliResult text = await CliFixture.RunAsync("convert", Path.Combine(run, "model.safetensors"), "--onnx", _out["other/small.onnx"], "--dtype", "f16");
        Assert.Contains("nodes", text.Out);
        Assert.True(new FileInfo(_out["other/small.onnx"]).Length < new FileInfo(path).Length);
        Assert.Equal(0, (await CliFixture.RunAsync("convert", "built-in", "--onnx", _out["built-in.onnx"])).Code);
    }

    [Fact]
    public async Task A_pixel_model_is_written_for_Hugging_Face_with_its_code()
    {
        CliResult result = await CliFixture.RunAsync("convert", "built-in", "--hugging-face", _out["hub"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains($"from_pretrained(\"{_out["hub"]}\", trust_remote_code=True)", result.Out);
        Assert.Equal(
            ["README.md", "colormap.txt", "config.json", "configuration_pixelgpt.py", "generation_config.json", "model.safetensors", "modeling_pixelgpt.py"],
            Directory.GetFiles(_out["hub"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Contains("needs no code of its own", (await CliFixture.RunAsync("convert", trained.Run, "--hugging-face", _out["gpt2"])).Out);
    }

    [Fact]
    public async Task What_cannot_be_converted_is_refused_in_one_line()
    {
        Assert.Contains("--out is required: the model folder to write; or give --single, --onnx or --hugging-face", await CliFixture.RefusedAsync("convert", trained.Run));
        Assert.Contains("--out and --onnx exclude each other; give one of them", await CliFixture.RefusedAsync("convert", trained.Run, "--out", _out["a"], "--onnx", _out["b"]));
        Assert.Contains("nothing: no such file or folder; expected a weights file, a run folder, a model folder or built-in", await CliFixture.RefusedAsync("convert", "nothing", "--onnx", _out["b"]));
        Assert.Contains("this is a folder; give the file to write, such as", await CliFixture.RefusedAsync("convert", trained.Run, "--onnx", _out.Path));
        Assert.Contains("is both the input and the output", await CliFixture.RefusedAsync("convert", trained.Run, "--onnx", Path.Combine(trained.Run, "model.safetensors")));
        Assert.Contains("many.txt: the palette has 300 colours, but the model supports", await CliFixture.RefusedAsync("convert", trained.Run, "--colormap", _out.Write("many.txt", string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 256} 0 0\n"))), "--onnx", _out["b"]));
        Assert.Contains("the folder has a training run, whose model would be replaced; give another --hugging-face", await CliFixture.RefusedAsync("convert", "built-in", "--hugging-face", trained.Run));
        Assert.Equal(0, (await CliFixture.RunAsync("ensemble", trained.Run, trained.Run, "--out", _out["ensemble"])).Code);
        Assert.Contains("an ensemble has one weights file per member", await CliFixture.RefusedAsync("convert", _out["ensemble"], "--onnx", _out["b"]));
        Assert.False(File.Exists(_out["b"]));
    }

    [Fact]
    public async Task A_single_file_takes_the_place_of_the_folder_and_becomes_one_again()
    {
        string file = _out["hero.pixelgpt"];
        CliResult written = await CliFixture.RunAsync("convert", trained.Run, "--single", file, "--json");
        Assert.True(written.Code == 0, written.Error);
        Assert.Equal(file, (string?)written.Json["file"]);
        Assert.Equal(0, (await CliFixture.RunAsync("convert", file, "--out", _out["hero"])).Code);
        foreach (string name in (string[])["config.json", "model.safetensors", "colormap.txt"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(trained.Run, name)), File.ReadAllBytes(Path.Combine(_out["hero"], name)));
        Assert.Equal(0, (await CliFixture.RunAsync("generate", file, "-n", "1", "--seed", "1", "--out", _out["from-file"])).Code);
        Assert.Equal(0, (await CliFixture.RunAsync("generate", trained.Run, "-n", "1", "--seed", "1", "--out", _out["from-run"])).Code);
        Assert.Equal(File.ReadAllBytes(_out["from-run/1.png"]), File.ReadAllBytes(_out["from-file/1.png"]));
    }

    [Fact]
    public async Task A_single_file_that_cannot_be_written_or_used_is_refused()
    {
        Assert.Contains("--single must be a file with the extension .pixelgpt (got 'hero.zip')", await CliFixture.RefusedAsync("convert", trained.Run, "--single", "hero.zip"));
        Assert.Contains("--out and --single exclude each other; give one of them", await CliFixture.RefusedAsync("convert", trained.Run, "--single", _out["a.pixelgpt"], "--out", _out["b"]));
        string file = _out["hero.pixelgpt"];
        Assert.Equal(0, (await CliFixture.RunAsync("convert", trained.Run, "--single", file)).Code);
        Assert.Contains("--out is required: the model folder to write", await CliFixture.RefusedAsync("convert", file));
        Assert.Contains("has no folder to write to", await CliFixture.RefusedAsync("complete", file));
        Assert.Contains("a run cannot start from a model file", await CliFixture.RefusedAsync("train", "--data", "creatures", "--from", file, "--out", _out["run"]));
    }
}
