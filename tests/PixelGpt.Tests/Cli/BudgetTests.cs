using System.Text.Json.Nodes;
using PixelGpt.Runs;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt train --budget</c>.</summary>
public sealed class BudgetTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    private string[] Train => ["train", .. _fixture.Source];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_chosen_preset_and_epochs_are_printed_recorded_and_give_the_same_run_without_a_budget()
    {
        CliResult budgeted = await CliFixture.RunAsync([.. Train, "--model", "pixelgpt", "--budget", "5s", "--out", _fixture["budget"]]);
        Assert.True(budgeted.Code == 0, budgeted.Error);
        Assert.Matches(@"budget   0:05: preset (tiny|small|base), \d+ epochs? of \d+\.\d\d s as measured", budgeted.Out);
        int epochs = (int)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_fixture["budget"], "training.json")))!["recipe"]!["epochs"]!;
        string again = budgeted.Out.Split("the same run again: ")[1].Split(" instead")[0].ReplaceLineEndings(" ");
        Assert.EndsWith($"--epochs {epochs}", again);
        CliResult repeated = await CliFixture.RunAsync([.. Train, "--model", "pixelgpt", .. again.Split(' '), "--out", _fixture["again"]]);
        Assert.True(repeated.Code == 0, repeated.Error);
        RunFixture.AssertSame(new RunFolder(_fixture["again"]), new RunFolder(_fixture["budget"]));
    }

    [Fact]
    public async Task For_a_given_model_only_the_number_of_epochs_is_chosen()
    {
        CliResult result = await CliFixture.RunAsync(_fixture.TrainArguments("run", "--budget", "4s"));
        Assert.True(result.Code == 0, result.Error);
        Assert.Matches(@"budget   0:04: \d+ epochs of ", result.Out);
        int epochs = MetricsLog.Load(Path.Combine(_fixture["run"], "metrics.jsonl")).Epochs.Count;
        Assert.Contains($"the same run again: --epochs {epochs} instead of --budget", result.Out);
    }

    [Fact]
    public async Task An_interrupted_run_with_a_budget_is_resumed_with_the_chosen_epochs()
    {
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter("  epoch ", source);
        int interrupted = await PixelGpt.Cli.CommandLine.RunAsync([.. Train, "--preset", "tiny", "--budget", "100h", "--out", _fixture["run"]], output, TextWriter.Null, source.Token);
        Assert.Equal(130, interrupted);
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _fixture["run"], "--budget", "1m", "--json");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("--budget has no effect on a resumed run", resumed.Error);
        int epochs = (int)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_fixture["run"], "training.json")))!["recipe"]!["epochs"]!;
        Assert.True((bool)resumed.Json["stopped_early"]! || (int)resumed.Json["epochs"]! == epochs);
    }

    [Theory]
    [InlineData("give either --budget, which chooses the number of epochs, or --epochs, not both", "--budget", "1m", "--epochs", "3")]
    [InlineData("--budget must be a number with s, m or h, such as 90s, 2m or 1h, and at most 1000h (got '5')", "--budget", "5")]
    [InlineData("(got '-1m')", "--budget", "-1m")]
    [InlineData("(got '0s')", "--budget", "0s")]
    [InlineData("(got '1e9h')", "--budget", "1e9h")]
    [InlineData("a budget of 0.0001 s is too short: measuring the speed took ", "--preset", "tiny", "--budget", "0.0001s")]
    public async Task An_invalid_budget_is_refused(string message, params string[] options)
    {
        Assert.Contains(message, await CliFixture.RefusedAsync([.. Train, .. options, "--out", _fixture["run"]]));
        Assert.False(Directory.Exists(_fixture["run"]));
    }
}
