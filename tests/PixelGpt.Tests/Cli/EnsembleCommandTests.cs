using System.Text.Json.Nodes;
using PixelGpt.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt ensemble</c> and <c>pixelgpt distill</c>.</summary>
public sealed class EnsembleCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Every_command_takes_an_ensemble_as_a_model()
    {
        string ensemble = await EnsembleAsync();
        CliResult evaluated = await CliFixture.RunAsync("evaluate", ensemble, "--json");
        Assert.True(evaluated.Code == 0, evaluated.Error);
        JsonNode model = evaluated.Json["model"]!;
        Assert.Equal(("gpt2 + pixelgpt", 2), ((string)model["model_type"]!, (int)model["members"]!));
        CliResult completed = await CliFixture.RunAsync("complete", ensemble, "--samples", "2", "--seed", "1", "--record", "--out", _fixture["completed"]);
        Assert.True(completed.Code == 0, completed.Error);
        Assert.Equal(16, File.ReadAllLines(Path.Combine(_fixture["completed"], "reconstructed_results.txt")).Length);
        CliResult calibrated = await CliFixture.RunAsync("calibrate", ensemble, "--json");
        Assert.True(calibrated.Code == 0, calibrated.Error);
        Assert.True(File.Exists(Path.Combine(ensemble, "generation_config.json")));

        Assert.Equal(0, (await CliFixture.RunAsync("evaluate", _fixture["one"], "--quiet")).Code);
        CliResult compared = await CliFixture.RunAsync("compare", ensemble, _fixture["one"]);
        Assert.True(compared.Code == 0, compared.Error);

        Assert.Contains("no such file; is this a run folder?", await CliFixture.RefusedAsync("train", "--resume", "--out", ensemble));
        Assert.Contains("an ensemble has one weights file per member", await CliFixture.RefusedAsync("convert", ensemble, "--out", _fixture["converted"]));
        Assert.Contains("the folder already has an ensemble", await CliFixture.RefusedAsync([.. _fixture.TrainArguments("ensemble")]));
    }

    [Fact]
    public async Task An_ensemble_is_distilled_into_a_run()
    {
        string ensemble = await EnsembleAsync(), run = _fixture["distilled"];
        string[] student = ["--layers", "1", "--dim", "16", "--heads", "2", "--batch", "6", "--lr", "0.01", "--schedule", "constant", "--min-lr-ratio", "0"];
        CliResult result = await CliFixture.RunAsync(["distill", ensemble, .. student, "--epochs", "2", "--out", run, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((ensemble, 2), ((string)result.Json["teacher"]!, (int)result.Json["epochs"]!));
        TrainingRecord record = TrainingRecord.Load(Path.Combine(run, "training.json"));
        Assert.Equal((ensemble, 0.9), (record.Teacher!.Folder, record.Teacher.Weight));
        Assert.Contains("\"model_type\": \"pixelgpt\"", File.ReadAllText(Path.Combine(run, "config.json")));
        Assert.Equal(0, (await CliFixture.RunAsync("complete", run, "--out", _fixture["completed"])).Code);

        // The same seed gives the same model, also if it is resumed to more epochs with another number of threads.
        Assert.Equal(0, (await CliFixture.RunAsync(["distill", ensemble, .. student, "--epochs", "1", "--threads", "3", "--out", _fixture["again"], "--quiet"])).Code);
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", _fixture["again"], "--epochs", "2", "--threads", "1")).Code);
        RunFixtureAssert(run, _fixture["again"]);
    }

    [Fact]
    public async Task An_interrupted_distillation_can_be_resumed()
    {
        string ensemble = await EnsembleAsync();
        string[] arguments = ["distill", ensemble, "--layers", "1", "--dim", "16", "--heads", "2", "--batch", "6", "--epochs", "2", "--out"];
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter("   1/2 ", source);
        Assert.Equal(130, await PixelGpt.Cli.CommandLine.RunAsync([.. arguments, _fixture["run"]], output, TextWriter.Null, source.Token));
        Assert.Contains($"pixelgpt train --resume --out {_fixture["run"]}", output.ToString());
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", _fixture["run"])).Code);
        Assert.Equal(0, (await CliFixture.RunAsync([.. arguments, _fixture["whole"]])).Code);
        RunFixtureAssert(_fixture["whole"], _fixture["run"]);
    }

    [Fact]
    public async Task Mistakes_are_refused_with_a_message()
    {
        string run = await _fixture.TrainAsync("run", "--epochs", "1");
        Assert.Contains("--out is required", await CliFixture.RefusedAsync("ensemble", run, run));
        Assert.Contains("the number of members of an ensemble must be 2 to 64 (got 1)", await CliFixture.RefusedAsync("ensemble", run, "--out", _fixture["e"]));
        Assert.Contains("the folder is not empty", await CliFixture.RefusedAsync("ensemble", run, run, "--out", run));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("ensemble", run, _fixture["missing"], "--out", _fixture["e"]));
        Assert.Contains("the weight of the teacher must be greater than 0 and at most 1 (got 0)", await CliFixture.RefusedAsync("distill", run, "--weight", "0", "--out", _fixture["d"]));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("distill", _fixture["missing"], "--out", _fixture["d"]));
        Assert.False(Directory.Exists(_fixture["e"]) || Directory.Exists(_fixture["d"]));
    }

    private async Task<string> EnsembleAsync()
    {
        string one = await _fixture.TrainAsync("one"), two = _fixture["two"], ensemble = _fixture["ensemble"];
        Assert.Equal(0, (await CliFixture.RunAsync(["train", .. _fixture.Source, "--model", "pixelgpt", "--layers", "1", "--dim", "16", "--heads", "2", "--epochs", "1", "--out", two])).Code);
        CliResult result = await CliFixture.RunAsync("ensemble", one, two, "--out", ensemble);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("2 members (gpt2, pixelgpt)", result.Out);
        return ensemble;
    }

    private static void RunFixtureAssert(string expected, string actual) => PixelGpt.Tests.Runs.RunFixture.AssertSame(new RunFolder(expected), new RunFolder(actual));
}
