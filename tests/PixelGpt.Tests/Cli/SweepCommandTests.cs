using System.Text.Json.Nodes;
using PixelGpt.Cli;
using PixelGpt.Runs;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Cli;

public sealed class SweepCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_sweep_trains_ranks_and_compares_its_settings()
    {
        CliResult result = await CliFixture.RunAsync([.. Arguments("sweep"), "--set", "lr=1e-3,1e-2", "--set", "dropout=0,0.1", "--seeds", "2", "--halving", "2", "--json"]);
        Assert.True(result.Code == 0, result.Error);
        JsonArray ranking = result.Json["ranking"]!.AsArray();
        Assert.Equal(["done", "stopped", "stopped", "stopped"], ranking.Select(s => (string)s!["state"]!));
        Assert.Equal([4, 2, 1, 1], ranking.Select(s => (int)s!["epochs"]!));
        JsonNode best = result.Json["best"]!, nll = result.Json["comparison"]!["figures"]![0]!["values"]![0]!;
        Assert.Equal((string)ranking[0]!["label"]!, (string)best["setting"]!);
        Assert.InRange((double)nll["mean"]!, (double)nll["lowest"]!, (double)nll["highest"]!);
        Assert.True((double)nll["lowest"]! < (double)nll["highest"]!);
        Assert.Equal(8, Directory.GetDirectories(_fixture["sweep"]).Length);
        Assert.Contains("rung 3/3", result.Error);

        // The command that is printed trains the same model.
        string[] train = ((string)best["command"]!).Split(' ')[1..];
        CliResult again = await CliFixture.RunAsync([.. train[..^1], _fixture["again"]]);
        Assert.True(again.Code == 0, again.Error);
        RunFixture.AssertSame(new RunFolder((string)best["run"]!), new RunFolder(_fixture["again"]));
    }

    [Fact]
    public async Task An_interrupted_sweep_is_resumed_and_does_not_repeat_finished_trials()
    {
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter("lr=1e-2 seed 0: epoch", source);
        string[] command = [.. Arguments("sweep"), "--set", "lr=1e-3,1e-2", "--seeds", "2", "--no-halving"];
        Assert.Equal(130, await CommandLine.RunAsync(command, output, TextWriter.Null, source.Token));
        Assert.Contains($"Resume with: pixelgpt sweep --resume --out {_fixture["sweep"]}", output.ToString());

        CliResult other = await CliFixture.RunAsync([.. Arguments("sweep"), "--set", "lr=1e-3,3e-2", "--seeds", "2", "--no-halving"]);
        Assert.Equal(2, other.Code);
        Assert.Contains("has a sweep with other settings", other.Error);

        CliResult resumed = await CliFixture.RunAsync("sweep", "--resume", "--out", _fixture["sweep"], "--jobs", "2");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.DoesNotContain("lr=1e-3 seed 0: epoch", resumed.Out);
        Assert.Contains("lr=1e-2 seed 1: epoch", resumed.Out);
        CliResult same = await CliFixture.RunAsync(command);
        Assert.True(same.Code == 0, same.Error);
        Assert.Contains("4 of 4 trials have results", same.Out);
        Assert.DoesNotContain("evaluating", same.Out);

        CliResult whole = await CliFixture.RunAsync([.. Arguments("whole"), "--set", "lr=1e-3,1e-2", "--seeds", "2", "--no-halving"]);
        Assert.Equal(Ranking(whole), Ranking(same));
    }

    [Fact]
    public async Task An_ensemble_takes_all_seeds_of_the_best_setting()
    {
        string[] command = [.. Arguments("sweep"), "--set", "lr=1e-4,1e-2", "--seeds", "3", "--no-halving"];
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter("seed 1: epoch", source);
        Assert.Equal(130, await CommandLine.RunAsync(command, output, TextWriter.Null, source.Token));
        Assert.Contains("the sweep is not complete; continue it with: pixelgpt sweep --resume --out", await CliFixture.RefusedAsync("ensemble", _fixture["sweep"], "--out", _fixture["ensemble"]));

        CliResult sweep = await CliFixture.RunAsync(command);
        Assert.True(sweep.Code == 0, sweep.Error);
        CliResult ensemble = await CliFixture.RunAsync("ensemble", _fixture["sweep"], "--out", _fixture["ensemble"]);
        Assert.Contains("3 members (gpt2)", ensemble.Out);
        string members = File.ReadAllText(Path.Combine(_fixture["ensemble"], "ensemble.json"));
        Assert.All(["0", "1", "2"], seed => Assert.Contains($"02-lr-1e-2-seed-{seed}", members));
    }

    [Fact]
    public async Task A_cross_validation_scores_each_setting_on_all_folds()
    {
        string[] command = [.. Arguments("sweep"), "--set", "lr=1e-4,1e-2", "--folds", "4", "--no-halving"];
        CliResult result = await CliFixture.RunAsync(command);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("2 settings × 1 seed × 4 folds = 8 trials", result.Out);
        Assert.Contains("lr=1e-2 seed 0 fold 4/4: epoch 4", result.Out);
        Assert.Contains("best     lr=1e-2", result.Out);
        Assert.DoesNotContain("test split", result.Out);

        CliResult again = await CliFixture.RunAsync([.. command, "--json"]);
        Assert.Contains("8 of 8 trials have results", again.Error);
        Assert.Equal(4, (int)again.Json["ranking"]![0]!["scored"]!);
        Assert.Null(again.Json["comparison"]);

        // The run of a trial knows its fold: its dev split is the fold, and its test split is that of the data set.
        CliResult evaluated = await CliFixture.RunAsync("evaluate", Path.Combine(_fixture["sweep"], "02-lr-1e-2-seed-0-fold-3"), "--no-fid", "--json");
        Assert.True(evaluated.Code == 0, evaluated.Error);
        Assert.Equal((24, 8, 8), ((int)evaluated.Json["dataset"]!["splits"]!["train"]!, (int)evaluated.Json["dataset"]!["splits"]!["dev"]!, (int)evaluated.Json["dataset"]!["splits"]!["test"]!));
        Assert.Contains("--folds must be 2 to 1000 (got 1)", await CliFixture.RefusedAsync([.. Arguments("other"), "--folds", "1"]));
        Assert.Contains("there are 32 train and dev sprites, fewer than 33 folds", await CliFixture.RefusedAsync([.. Arguments("other"), "--folds", "33"]));
    }

    [Fact]
    public async Task A_failed_trial_is_reported_and_left_out()
    {
        CliResult result = await CliFixture.RunAsync([.. Arguments("sweep"), "--set", "lr=1e-2,1e30"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("warning: lr=1e30 seed 0 failed and is left out: bad step", result.Out);
        CliResult none = await CliFixture.RunAsync([.. Arguments("none"), "--set", "lr=1e29,1e30"]);
        Assert.Equal(1, none.Code);
        Assert.StartsWith("error: all trials have failed: bad step", none.Error);
    }

    [Theory]
    [InlineData("lrr=1,2", "did you mean 'lr'?")]
    [InlineData("lr=1e-3,x", "--lr must be a number (got 'x')")]
    [InlineData("lr=1e-3,-1", "--lr must be greater than 0 (got -1)")]
    [InlineData("optimizer=adam,muon", "--optimizer must be adamw or muon (got 'adam')")]
    [InlineData("heads=2,3", "dim must be divisible by the number of heads, which is 3 (got 16)")]
    [InlineData("layers=0,1", "layers must be from 1 to 1000 (got 0)")]
    [InlineData("recolor=true,false", "recolor requires a model with colour features")]
    [InlineData("seed=1,2", "use --seeds N")]
    [InlineData("epochs=1,2", "--epochs and --set epochs are both given")]
    [InlineData("lr", "must have values separated by commas")]
    [InlineData("lr=1e-3,1e-3", "has the value '1e-3' twice")]
    [InlineData("skip-bad-steps=maybe,true", "must be true or false (got 'maybe')")]
    public async Task Wrong_sets_are_refused_before_anything_is_trained(string set, string message)
    {
        Assert.Contains(message, await CliFixture.RefusedAsync([.. Arguments("sweep"), "--set", set]));
        Assert.False(Directory.Exists(_fixture["sweep"]));
    }

    [Fact]
    public async Task A_sweep_needs_something_to_try_and_a_dev_split()
    {
        Assert.Contains("there is nothing to try", await CliFixture.RefusedAsync(Arguments("sweep")));
        Assert.Contains("--set lr is given twice", await CliFixture.RefusedAsync([.. Arguments("sweep"), "--set", "lr=1,2", "--set", "lr=3,4"]));
        Assert.Contains("not both", await CliFixture.RefusedAsync([.. Arguments("sweep"), "--set", "lr=1,2", "--halving", "2", "--no-halving"]));
        Assert.Contains("--set cannot change when a sweep is resumed", await CliFixture.RefusedAsync("sweep", "--resume", "--out", _fixture["sweep"], "--set", "lr=1,2"));
        Assert.Contains("the dev split has no complete sprites", await CliFixture.RefusedAsync("sweep", "--data", _fixture.Data, "--size", "6x5", "--splits", "32,0,8", "--set", "lr=1,2"));
    }

    private string[] Arguments(string name) => ["sweep", .. _fixture.TrainArguments(name)[1..], "--epochs", "4", "--best-metric", "dev-loss"];

    private static string Ranking(CliResult result) => result.Out[result.Out.IndexOf("rank   setting", StringComparison.Ordinal)..result.Out.IndexOf("test split", StringComparison.Ordinal)];
}
