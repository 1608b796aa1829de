using System.Text.Json.Nodes;
using PixelGpt.Generation;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_values_are_saved_as_the_default_sampling_of_any_model()
    {
        string run = await _fixture.TrainAsync("run", "--lr", "0.01");
        CliResult result = await CliFixture.RunAsync("calibrate", run, "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["temperature", "top_p", "sprites", "nll", "calibrated_nll", "generated_surprisal", "surprisal_standard_error", "file"], result.Json.Select(p => p.Key));
        Assert.Equal(8, (int)result.Json["sprites"]!);
        var saved = GenerationConfigFile.Load(new RunFolder(run));
        Assert.Equal(new GenerationOptions { DoSample = true, Temperature = (double)result.Json["temperature"]!, TopP = (double)result.Json["top_p"]! }, saved);
        byte[] file = File.ReadAllBytes((string)result.Json["file"]!);
        CliResult text = await CliFixture.RunAsync("calibrate", run, "--threads", "1");
        Assert.Equal(file, File.ReadAllBytes((string)result.Json["file"]!));
        foreach (string part in (string[])["sampling: temperature ", "chosen on 8 sprites", "NLL per completed pixel", "surprisal of generated pixels", "replacing temperature "]) Assert.Contains(part, text.Out);
        Assert.Contains("greedy decoding", (await ReplaceAsync(run, """{"do_sample": false}""")).Out);
    }

    [Fact]
    public async Task Training_a_pixel_model_prints_and_saves_its_sampling()
    {
        string config = _fixture.Write("pixel.json", """{"model_type": "pixelgpt", "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}""");
        string[] train = ["train", .. _fixture.Source, "--config", config, "--batch", "6", "--epochs", "1", "--out", _fixture["pixel"]];
        CliResult result = await CliFixture.RunAsync([.. train, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        JsonNode sampling = result.Json["sampling"]!;
        Assert.Contains("chosen on 8 sprites", result.Error);
        var saved = GenerationConfigFile.Load(new RunFolder(_fixture["pixel"]));
        Assert.Equal((saved.Temperature, saved.TopP), ((double)sampling["temperature"]!, (double)sampling["top_p"]!));

        CliResult noDev = await CliFixture.RunAsync(["train", "--data", _fixture.Data, "--size", "6x5", "--splits", "32,0,8", .. train[7..^1], _fixture["no-dev"], "--best-metric", "loss"]);
        Assert.Contains("sampling: temperature 1, top-p 0.95, the default of the family", noDev.Out);
    }

    [Fact]
    public async Task Errors_are_one_line()
    {
        string run = await _fixture.TrainAsync("run", "--epochs", "1");
        Assert.Contains("no complete sprites", await CliFixture.RefusedAsync("calibrate", run, "--data", _fixture.Data, "--size", "6x5", "--splits", "32,0,8"));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("calibrate", _fixture["none"]));
        TinyModels.Save(_fixture["model"]);
        Assert.Contains("give --data", await CliFixture.RefusedAsync("calibrate", _fixture["model"]));
        Assert.False(File.Exists(Path.Combine(run, "generation_config.json")));
    }

    private static async Task<CliResult> ReplaceAsync(string run, string file)
    {
        File.WriteAllText(Path.Combine(run, "generation_config.json"), file);
        return await CliFixture.RunAsync("calibrate", run);
    }
}
