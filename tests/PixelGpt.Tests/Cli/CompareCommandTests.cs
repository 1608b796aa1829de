using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace PixelGpt.Tests.Cli;

public sealed class CompareCommandTests : IAsyncLifetime
{
    private readonly CliFixture _fixture = new();

    public async ValueTask InitializeAsync()
    {
        await EvaluatedAsync("short", "--epochs", "1");
        await EvaluatedAsync("long", "--epochs", "8", "--lr", "0.01");
    }

    public ValueTask DisposeAsync()
    {
        _fixture.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Runs_are_sorted_best_first_and_the_best_of_each_figure_is_marked()
    {
        CliResult result = await CliFixture.RunAsync("compare", _fixture["short"], _fixture["long"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(("test", "nll_completed"), ((string)result.Json["split"]!, (string)result.Json["sorted_by"]!));
        Assert.Equal(["long", "short"], result.Json["runs"]!.AsArray().Select(r => (string)r!));
        JsonNode nll = Figure(result, "nll_completed"), parameters = Figure(result, "parameters"), background = Figure(result, "greedy.background_share");
        Assert.Equal(["long"], nll["best"]!.AsArray().Select(r => (string)r!));
        Assert.Equal("lower", (string)nll["better"]!);
        double[] values = [.. nll["values"]!.AsArray().Select(v => (double)v!)];
        Assert.True(values[0] < values[1]);
        Assert.Equal(values[0], (double)Evaluation("long")["splits"]![1]!["nll_completed"]!);
        Assert.Empty(parameters["best"]!.AsArray());
        Assert.Empty(background["best"]!.AsArray());
        Assert.Null(background["better"]);
        Assert.Contains(result.Json["figures"]!.AsArray(), f => (string)f!["key"]! == "sampled_0.9.foreground_accuracy");

        string text = (await CliFixture.RunAsync("compare", _fixture["short"], _fixture["long"])).Out;
        Assert.Matches(@"NLL per completed pixel \(nats\)\s+\d\.\d{3}\*\s+\d\.\d{3} ", text);
        Assert.Matches(@"\blong\s+short\b", text);
    }

    [Fact]
    public async Task Runs_can_be_sorted_by_any_figure_or_by_name()
    {
        async Task<string[]> Sorted(params string[] options) =>
            [.. (await CliFixture.RunAsync(["compare", _fixture["short"], _fixture["long"], "--json", .. options])).Json["runs"]!.AsArray().Select(r => (string)r!)];
        Edit("short", e => e["splits"]![1]!["drawings"]![0]!["accuracy"] = 0.99);
        Edit("long", e => e["splits"]![0]!["drawings"]![0]!["accuracy"] = 0.99);
        Assert.Equal(["short", "long"], await Sorted("--sort", "greedy.accuracy"));
        Assert.Equal(["long", "short"], await Sorted("--sort", "greedy.accuracy", "--split", "dev"));
        Assert.Equal(["long", "short"], await Sorted("--sort", "name"));
        string error = await CliFixture.RefusedAsync("compare", _fixture["long"], "--sort", "beauty");
        Assert.Contains("no run has a figure 'beauty'; sort by name or nll_completed", error);
    }

    [Fact]
    public async Task Evaluations_of_older_versions_can_be_read()
    {
        _fixture.Write(Path.Combine("short", "evaluation.json"), $$"""
            {
              "dataset": {{Evaluation("long")["dataset"]!.ToJsonString()}},
              "keep": 0.6,
              "splits": [ { "split": "test", "sprites": 8, "accuracy": 0.5, "nll": 1.25, "nll_completed": 1.5, "bits_per_pixel": 1.8 } ]
            }
            """);
        CliResult result = await CliFixture.RunAsync("compare", _fixture["short"], _fixture["long"], "--json");
        Assert.True(result.Code == 0, result.Error);
        int old = result.Json["runs"]!.AsArray().Select(r => (string)r!).ToList().IndexOf("short");
        Assert.Equal((0.5, 1.25), ((double)Figure(result, "greedy.accuracy")["values"]![old]!, (double)Figure(result, "nll")["values"]![old]!));
        Assert.Null(Figure(result, "sampled_0.9.accuracy")["values"]![old]);
        Assert.Contains("–", (await CliFixture.RunAsync("compare", _fixture["short"], _fixture["long"])).Out);
    }

    [Fact]
    public async Task Html_writes_a_page()
    {
        string file = _fixture["compare.html"];
        CliResult result = await CliFixture.RunAsync("compare", _fixture["short"], _fixture["long"], "--html", file);
        Assert.Contains($"page: {file}", result.Out);
        string page = File.ReadAllText(file);
        XElement table = XDocument.Parse(page).Descendants("table").Single();
        Assert.Equal(["figure", "long", "short"], table.Element("thead")!.Descendants("th").Select(t => t.Value));
        Assert.Equal("best", table.Descendants("td").First().Attribute("class")!.Value);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal));
        Assert.Contains("Only 8 sprites in test", page);
    }

    [Fact]
    public async Task Files_and_folders_that_are_not_evaluated_runs_are_skipped_with_a_warning()
    {
        string never = await _fixture.TrainAsync("never", "--epochs", "1"), folder = _fixture.Data, file = _fixture.Write("page.html", "");
        CliResult result = await CliFixture.RunAsync("compare", file, _fixture["short"], folder, never, _fixture["long"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains($"warning: {file}: this is a file, not the folder of a run; skipped", result.Out);
        Assert.Contains($"warning: {folder}: the folder has no run or model; skipped", result.Out);
        Assert.Contains($"warning: {never}: the run is not evaluated; evaluate it with: pixelgpt evaluate {never}; skipped", result.Out);
        Assert.Matches(@"\blong\s+short\b", result.Out);

        CliResult json = await CliFixture.RunAsync("compare", file, _fixture["short"], "--json");
        Assert.Equal($"{file}: this is a file, not the folder of a run", (string)json.Json["skipped"]!.AsArray().Single()!);
        Assert.Contains("none of the 2 paths is an evaluated run: ", await CliFixture.RefusedAsync("compare", file, folder));
    }

    [Fact]
    public async Task Runs_that_cannot_be_compared_are_refused()
    {
        string never = await _fixture.TrainAsync("never", "--epochs", "1"), run = _fixture["long"];
        Assert.Contains($"never: the run is not evaluated; evaluate it with: pixelgpt evaluate {never}", await CliFixture.RefusedAsync("compare", never));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("compare", run, _fixture["absent"]));
        Assert.Contains("is given twice", await CliFixture.RefusedAsync("compare", run, run + Path.DirectorySeparatorChar));
        Assert.Contains("long was not evaluated on split 'train' but on dev, test", await CliFixture.RefusedAsync("compare", run, "--split", "train"));
        Edit("short", e => e["prompt_fraction"] = 0.5);
        Assert.Contains("with --prompt-fraction 0.6 and short with --prompt-fraction 0.5", await CliFixture.RefusedAsync("compare", run, _fixture["short"]));
        Edit("short", e => e["dataset"]!["checksum"] = "other");
        Assert.Contains("which are different data sets", await CliFixture.RefusedAsync("compare", run, _fixture["short"]));
        File.Copy(Path.Combine(never, "model.safetensors"), Path.Combine(run, "model.safetensors"), overwrite: true);
        Assert.Contains("the weights have changed since the evaluation", await CliFixture.RefusedAsync("compare", run));
        _fixture.Write(Path.Combine("short", "evaluation.json"), "{ \"prompt_fraction\": ");
        Assert.Contains("evaluation.json: damaged", await CliFixture.RefusedAsync("compare", _fixture["short"]));
    }

    private static JsonNode Figure(CliResult result, string key) => result.Json["figures"]!.AsArray().Single(f => (string)f!["key"]! == key)!;

    private async Task EvaluatedAsync(string name, params string[] training)
    {
        string run = await _fixture.TrainAsync(name, training);
        CliResult result = await CliFixture.RunAsync("evaluate", run, "--no-fid");
        Assert.True(result.Code == 0, result.Error);
    }

    private JsonNode Evaluation(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(_fixture[run], "evaluation.json")))!;

    private void Edit(string run, Action<JsonNode> edit)
    {
        JsonNode evaluation = Evaluation(run);
        edit(evaluation);
        _fixture.Write(Path.Combine(run, "evaluation.json"), evaluation.ToJsonString());
    }
}
