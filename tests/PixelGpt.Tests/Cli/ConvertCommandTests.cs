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
        Assert.Contains("--out does not apply to --single; leave it out", await CliFixture.RefusedAsync("convert", trained.Run, "--single", _out["a.pixelgpt"], "--out", _out["b"]));
        string file = _out["hero.pixelgpt"];
        Assert.Equal(0, (await CliFixture.RunAsync("convert", trained.Run, "--single", file)).Code);
        Assert.Contains("--out is required: the model folder to write", await CliFixture.RefusedAsync("convert", file));
        Assert.Contains("has no folder to write to", await CliFixture.RefusedAsync("complete", file));
        Assert.Contains("a run cannot start from a model file", await CliFixture.RefusedAsync("train", "--data", "creatures", "--from", file, "--out", _out["run"]));
    }
}
