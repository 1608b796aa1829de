using System.CommandLine;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PixelGpt.Cli.Commands;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Evaluation.Features;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Tests.Evaluation;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

public sealed class EvaluateCommandTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly TemporaryFolder _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task The_printed_JSON_equals_the_saved_file()
    {
        CliResult result = await CliFixture.RunAsync("evaluate", trained.Run, "--json", "--out", _out.Path);
        Assert.Equal(0, result.Code);
        string saved = File.ReadAllText(_out["evaluation.json"]);
        Assert.True(JsonNode.DeepEquals(result.Json, JsonNode.Parse(saved)));
        Assert.Equal(["dataset", "prompt_fraction", "model", "splits", "no_distances", "warnings"], result.Json.Select(p => p.Key));
        Assert.Equal(0.6, (double)result.Json["prompt_fraction"]!);
        JsonArray splits = result.Json["splits"]!.AsArray();
        Assert.Equal(["dev", "test"], splits.Select(s => (string)s!["split"]!));
        Assert.All(splits, s =>
        {
            Assert.Equal(
                [
                    "split", "sprites", "accuracy", "nll", "nll_completed", "bits_per_pixel", "bits_per_completed_pixel", "nll_standard_error", "nll_completed_standard_error",
                    "nll_per_position", "drawings", "baselines",
                ],
                s!.AsObject().Select(p => p.Key));
            Assert.Equal(["greedy", "sampled_0.9"], s["drawings"]!.AsArray().Select(d => (string)d!["name"]!));
            Assert.Equal(8, (int)s["sprites"]!);
            Assert.Equal((double)s["nll"]! / Math.Log(2), (double)s["bits_per_pixel"]!, 12);
        });
    }

    [Fact]
    public async Task The_output_folder_has_evaluation_and_report_only()
    {
        CliResult result = await CliFixture.RunAsync("evaluate", trained.Run, "--out", _out.Path);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["evaluation.json", "report.html"], Directory.GetFiles(_out.Path).Select(p => Path.GetFileName(p)).Order());
        Assert.Contains($"report: {_out["report.html"]}", result.Out);
        Assert.Equal("run", XDocument.Parse(File.ReadAllText(_out["report.html"])).Descendants("h1").Single().Value);
        string page = File.ReadAllText(_out["report.html"]);
        await CliFixture.RunAsync("evaluate", trained.Run, "--out", _out.Path, "--threads", "1");
        Assert.Equal(page, File.ReadAllText(_out["report.html"]));
    }

    [Fact]
    public async Task Temperatures_samples_and_seed_are_used()
    {
        JsonNode dev = (await EvaluateAsync("--split", "dev", "-t", "0.8", "-t", "1", "--samples", "3", "--seed", "5"))[0]!;
        Assert.Equal(["greedy", "sampled_0.8", "sampled_1"], dev["drawings"]!.AsArray().Select(d => (string)d!["name"]!));
        Assert.Equal((0.8, 3, 5UL), ((double)dev["drawings"]![1]!["temperature"]!, (int)dev["drawings"]![1]!["samples"]!, (ulong)dev["drawings"]![1]!["seed"]!));
        Assert.Single((await EvaluateAsync("--split", "dev", "--samples", "0"))[0]!["drawings"]!.AsArray());
        Assert.Contains("temperature must be greater than 0", await CliFixture.RefusedAsync("evaluate", trained.Run, "-t", "0"));
        Assert.Contains("--temperature must be a number (got 'x')", await CliFixture.RefusedAsync("evaluate", trained.Run, "-t", "x"));
        Assert.Contains("give one of them", await CliFixture.RefusedAsync("evaluate", trained.Run, "-t", "1", "--samples", "0"));
    }

    [Fact]
    public async Task Without_a_temperature_the_sampling_of_the_model_is_used()
    {
        string model = _out["model"];
        TemporaryFolder.Copy(trained.Run, model);
        File.WriteAllText(Path.Combine(model, "generation_config.json"), "{\"do_sample\": true, \"temperature\": 0.7, \"top_p\": 0.8}");
        JsonNode sampled = (await CliFixture.RunAsync("evaluate", model, "--json", "--split", "dev")).Json["splits"]![0]!["drawings"]![1]!;
        Assert.Equal(("sampled", 0.7, 0.8), ((string)sampled["name"]!, (double)sampled["temperature"]!, (double)sampled["top_p"]!));
        Assert.Contains("top-p 0.8", (string)sampled["description"]!);
        JsonNode at = (await CliFixture.RunAsync("evaluate", model, "--json", "--split", "dev", "-t", "1"))!.Json["splits"]![0]!["drawings"]![1]!;
        Assert.Equal("sampled_1", (string)at["name"]!);
        Assert.Null(at["top_p"]);
    }

    [Fact]
    public async Task Missing_weights_are_reported_and_the_other_figures_computed()
    {
        CliResult result = await RunAsync(_ => throw new InputException("weights missing: run 'pixelgpt weights pull torchvision'"), trained.Run, "--out", _out.Path);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("FID not computed: weights missing: run 'pixelgpt weights pull torchvision'", result.Out);
        Assert.Contains("weights pull torchvision", File.ReadAllText(_out["report.html"]));

        // With an explicit protocol, missing weights are an error.
        CliResult withProtocol = await RunAsync(_ => throw new InputException("weights missing"), trained.Run, "--protocol", "standard");
        Assert.Equal((2, "weights missing"), (withProtocol.Code, withProtocol.Error));
        CliResult withoutFid = await RunAsync(_ => throw new InputException("weights missing"), trained.Run, "--out", _out.Path, "--no-fid");
        Assert.DoesNotContain("FID", withoutFid.Out);
        Assert.Contains("not both", (await RunAsync(_ => new ProjectedPixels(), trained.Run, "--no-fid", "--protocol", "standard")).Error);
    }

    [Fact]
    public async Task Distances_are_computed_with_the_installed_networks()
    {
        int networks = 0;
        CliResult result = await RunAsync(_ => new ProjectedPixels(24 + networks++), trained.Run, "--out", _out.Path, "--protocol", "completed", "--protocol", "original", "--json");
        Assert.Equal(1, networks);
        Assert.True(result.Code == 0, result.Error);
        JsonNode distances = result.Json["splits"]![1]!["drawings"]![0]!["distances"]!;
        Assert.Equal(["completed", "original"], distances.AsArray().Select(d => (string)d!["protocol"]!));
        Assert.Contains("misleads", (string)distances[1]!["warning"]!);

        // fid_results.txt has the FID of the greedy test completions with the original's protocol.
        Assert.Equal(
            $"FID: {(double)distances[1]!["frechet"]!:0.0000}\nReconstruction Accuracy: {(double)result.Json["splits"]![1]!["accuracy"]!:0.0000}\nPictures: 8 completed, 8 true, protocol original\n", File.ReadAllText(_out["fid_results.txt"]));
        Assert.Contains("protocol original, greedy completions of test", result.Error);
        CliResult plain = await RunAsync(_ => new ProjectedPixels(), trained.Run, "--out", _out.Path);
        Assert.StartsWith($"FID: {(double)distances[0]!["frechet"]!:0.0000}\n", File.ReadAllText(_out["fid_results.txt"]), StringComparison.Ordinal);
        Assert.Contains("FID completed", plain.Out);
    }

    [Fact]
    public async Task Without_the_weights_of_Inception_resnet18_is_used_and_named_everywhere()
    {
        var pixels = new ProjectedPixels();
        CliResult result = await RunAsync(network => network == FeatureNetwork.ResNet18 ? pixels : throw new InputException("weights missing"), trained.Run, "--out", _out.Path);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("no usable weights for FID (pixelgpt weights pull): the resnet18 distance is computed instead\n", result.Out);
        Assert.Contains("resnet18 distance", result.Out.Split("completions and baselines")[1]);
        Assert.DoesNotContain("FID completed", result.Out);
        JsonNode test = JsonNode.Parse(File.ReadAllText(_out["evaluation.json"]))!["splits"]![1]!;
        Assert.All((JsonNode[])[.. test["drawings"]!.AsArray()!, .. test["baselines"]!.AsArray()!], set => Assert.Equal(("resnet18", "resnet18 distance"), ((string)set["distances"]![0]!["protocol"]!, (string)set["distances"]![0]!["metric"]!)));
        Assert.NotNull(test["drawings"]![0]!["distances"]![0]!["frechet_low"]);
        Assert.NotNull(test["drawings"]![0]!["distances"]![0]!["frechet_of_true_halves"]);

        XDocument page = XDocument.Parse(File.ReadAllText(_out["report.html"]));
        Assert.Contains("resnet18 distance", page.Descendants("th").Select(e => e.Value));
        Assert.Contains("resnet18 distance, greedy, protocol resnet18", page.Descendants("dt").Select(e => e.Value));
        Assert.DoesNotContain(page.Descendants("dt").Concat(page.Descendants("th")), e => e.Value.Contains("FID", StringComparison.Ordinal) || e.Value.Contains("KID", StringComparison.Ordinal));

        // A distance that is not FID is not written to the file of the course work.
        Assert.False(File.Exists(_out["fid_results.txt"]));
        var report = EvaluationReport.Load(_out["evaluation.json"]);
        Assert.Contains(RunComparison.Of([new ComparedRun("a", report), new ComparedRun("b", report)]).Figures, f => f.Key == "greedy.resnet18_distance");
    }

    [Fact]
    public async Task Dev_figures_equal_those_of_the_best_epoch()
    {
        JsonNode dev = (await EvaluateAsync("--split", "dev"))[0]!;
        JsonNode best = File.ReadLines(Path.Combine(trained.Run, "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).MinBy(m => (double)m["loss"]!)!;
        Assert.Equal(((double)best["dev_loss"]!, (double)best["accuracy"]!), ((double)dev["nll"]!, (double)dev["accuracy"]!));
    }

    [Fact]
    public async Task Splits_prompt_fraction_and_threads_are_used()
    {
        JsonArray splits = await EvaluateAsync("--split", "test", "--split", "train", "--threads", "1");
        Assert.Equal(["test", "train"], splits.Select(s => (string)s!["split"]!));
        Assert.Equal(24, (int)splits[1]!["sprites"]!);
        Assert.True(JsonNode.DeepEquals(splits, await EvaluateAsync("--split", "test", "--split", "train", "--threads", "3")));
        Assert.NotEqual((double)splits[0]!["nll_completed"]!, (double)(await EvaluateAsync("--split", "test", "--keep", "0.2"))[0]!["nll_completed"]!);
    }

    [Fact]
    public async Task The_text_output_is_a_table()
    {
        CliResult result = await CliFixture.RunAsync("evaluate", trained.Run, "--out", _out.Path, "--quiet");
        Assert.Matches(@"dev\W+8\W+\d+\.\d %", result.Out);
        Assert.Matches(@"nearest_prefix\W+\d+\.\d %", result.Out);
        Assert.Contains("warning: Only 8 sprites in dev", result.Out);
    }

    [Fact]
    public async Task Invalid_arguments_and_data_are_refused()
    {
        Assert.Contains("train, dev, test", await CliFixture.RefusedAsync("evaluate", trained.Run, "--split", "tset"));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("evaluate", _out["no-run"]));
        Assert.Contains("--data", await CliFixture.RefusedAsync(["evaluate", trained.Run, "--size", "6x5"]));
        string other = trained.Cli["other"];
        SpriteDataset data = TinyModels.Dataset(24, 8, 8);
        trained.Cli.WriteData("other", new SpriteDataset("other", new Palette(data.Palette.Colors.Reverse()), 6, 5, data.Splits));
        Assert.Contains("palette", await CliFixture.RefusedAsync("evaluate", trained.Run, "--data", other, "--size", "6x5"));
    }

    [Fact]
    public async Task Cancellation_stops_the_command() =>
        Assert.Equal(130, (await CliFixture.RunAsync(new CancellationToken(canceled: true), "evaluate", trained.Run, "--out", _out.Path)).Code);

    [SharedFact]
    public async Task A_model_trained_with_PyTorch_has_the_same_figures()
    {
        string reference = SharedData.PathOf("reference", "trained-gpt2"), pokemon = SharedData.PathOf("pokemon");
        foreach (string file in (string[])["config.json", "model.safetensors"]) File.Copy(Path.Combine(reference, file), _out[file]);
        File.Copy(Path.Combine(pokemon, "colormap.txt"), _out["colormap.txt"]);
        CliResult result = await CliFixture.RunAsync("evaluate", _out.Path, "--data", pokemon, "--split", "test", "--json");
        Assert.True(result.Code == 0, result.Error);
        JsonNode test = result.Json["splits"]![0]!;
        Assert.Equal(80, (int)test["sprites"]!);
        Assert.Equal(0.36617, (double)test["accuracy"]!, 1e-4);
        Assert.Equal(1.58738, (double)test["nll"]!, 1e-4);
    }

    private async Task<CliResult> RunAsync(Func<FeatureNetwork, IFeatureExtractor> networks, params string[] arguments)
    {
        var command = new EvaluateCommand(networks, _out["cache"]);
        var root = new RootCommand { command };
        foreach (Option option in (Option[])[GlobalOptions.Json, GlobalOptions.Quiet, GlobalOptions.Verbose]) root.Options.Add(option);
        using StringWriter output = new(), error = new();
        try
        {
            int code = await command.RunAsync(new Session(root.Parse(["evaluate", .. arguments]), output, error, CancellationToken.None));
            return new CliResult(code, output.ToString(), error.ToString());
        }
        catch (InputException e)
        {
            return new CliResult(ExitCode.Usage, output.ToString(), e.Message);
        }
    }

    private async Task<JsonArray> EvaluateAsync(params string[] options)
    {
        CliResult result = await CliFixture.RunAsync(["evaluate", trained.Run, "--json", "--out", _out.Path, .. options]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json["splits"]!.AsArray();
    }
}
