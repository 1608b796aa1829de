using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

public sealed class EvaluateCommandTests(TrainedWorkbench trained) : IClassFixture<TrainedWorkbench>, IDisposable
{
    private readonly TemporaryFolder _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task The_report_is_printed_as_it_is_saved()
    {
        CliResult result = await Workbench.RunAsync("evaluate", trained.Run, "--json", "--out", _out.Path);
        Assert.Equal(0, result.Code);
        string saved = File.ReadAllText(_out["evaluation.json"]);
        Assert.True(JsonNode.DeepEquals(result.Json, JsonNode.Parse(saved)));
        Assert.Equal(["dataset", "keep", "splits"], result.Json.Select(p => p.Key));
        Assert.Equal(0.6, (double)result.Json["keep"]!);
        JsonArray splits = result.Json["splits"]!.AsArray();
        Assert.Equal(["dev", "test"], splits.Select(s => (string)s!["split"]!));
        Assert.All(splits, s =>
        {
            Assert.Equal(["split", "sprites", "accuracy", "nll", "nll_completed", "bits_per_pixel"], s!.AsObject().Select(p => p.Key));
            Assert.Equal(8, (int)s["sprites"]!);
            Assert.Equal((double)s["nll"]! / Math.Log(2), (double)s["bits_per_pixel"]!, 12);
        });
    }

    [Fact]
    public async Task Dev_figures_are_those_of_the_kept_epoch()
    {
        JsonNode dev = (await EvaluateAsync("--split", "dev"))[0]!;
        JsonNode kept = File.ReadLines(Path.Combine(trained.Run, "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).MinBy(m => (double)m["loss"]!)!;
        Assert.Equal(((double)kept["dev_loss"]!, (double)kept["accuracy"]!), ((double)dev["nll"]!, (double)dev["accuracy"]!));
    }

    [Fact]
    public async Task Splits_keep_and_threads_are_heeded()
    {
        JsonArray splits = await EvaluateAsync("--split", "test", "--split", "train", "--threads", "1");
        Assert.Equal(["test", "train"], splits.Select(s => (string)s!["split"]!));
        Assert.Equal(24, (int)splits[1]!["sprites"]!);
        Assert.True(JsonNode.DeepEquals(splits, await EvaluateAsync("--split", "test", "--split", "train", "--threads", "3")));
        Assert.NotEqual((double)splits[0]!["nll_completed"]!, (double)(await EvaluateAsync("--split", "test", "--keep", "0.2"))[0]!["nll_completed"]!);
    }

    [Fact]
    public async Task People_see_a_table()
    {
        CliResult result = await Workbench.RunAsync("evaluate", trained.Run, "--out", _out.Path, "--quiet");
        Assert.Matches(@"dev\W+8\W+\d+\.\d %", result.Out);
    }

    [Fact]
    public async Task What_cannot_be_scored_is_refused()
    {
        Assert.Contains("train, dev, test", await Workbench.RefusedAsync("evaluate", trained.Run, "--split", "tset"));
        Assert.Contains("no such folder", await Workbench.RefusedAsync("evaluate", _out["no-run"]));
        Assert.Contains("--data", await Workbench.RefusedAsync(["evaluate", trained.Run, "--size", "6x5"]));
        Assert.Contains("dev", await Workbench.RefusedAsync("evaluate", trained.Run, "--data", trained.Bench.Data, "--size", "6x5", "--splits", "40,0,0"));
        string other = trained.Bench["other"];
        SpriteDataset data = TinyModels.Dataset(24, 8, 8);
        trained.Bench.WriteData("other", new SpriteDataset("other", new Palette(data.Palette.Colors.Reverse()), 6, 5, data.Splits));
        Assert.Contains("palette", await Workbench.RefusedAsync("evaluate", trained.Run, "--data", other, "--size", "6x5"));
    }

    [Fact]
    public async Task It_stops_when_asked() =>
        Assert.Equal(130, (await Workbench.RunAsync(new CancellationToken(canceled: true), "evaluate", trained.Run, "--out", _out.Path)).Code);

    [SharedFact]
    public async Task A_model_trained_elsewhere_scores_as_it_did_there()
    {
        string reference = SharedData.PathOf("reference", "trained-gpt2"), pokemon = SharedData.PathOf("pokemon");
        foreach (string file in (string[])["config.json", "model.safetensors"]) File.Copy(Path.Combine(reference, file), _out[file]);
        File.Copy(Path.Combine(pokemon, "colormap.txt"), _out["colormap.txt"]);
        CliResult result = await Workbench.RunAsync("evaluate", _out.Path, "--data", pokemon, "--split", "test", "--json");
        Assert.True(result.Code == 0, result.Error);
        JsonNode test = result.Json["splits"]![0]!;
        Assert.Equal(80, (int)test["sprites"]!);
        Assert.Equal(0.36617, (double)test["accuracy"]!, 1e-4);
        Assert.Equal(1.58738, (double)test["nll"]!, 1e-4);
    }

    private async Task<JsonArray> EvaluateAsync(params string[] options)
    {
        CliResult result = await Workbench.RunAsync(["evaluate", trained.Run, "--json", "--out", _out.Path, .. options]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json["splits"]!.AsArray();
    }
}
