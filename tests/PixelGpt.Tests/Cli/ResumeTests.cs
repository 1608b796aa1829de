using PixelGpt.Runs;
using PixelGpt.Tests.Runs;
using PixelGpt.Training;

namespace PixelGpt.Tests.Cli;

public sealed class ResumeTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("  epoch ")]
    [InlineData("   1/3 ")]
    [InlineData("   2/3 ")]
    public async Task An_interrupted_run_prints_how_to_resume_it_and_can_be_resumed(string trigger)
    {
        (int code, string output) = await InterruptAsync(trigger, "--epochs", "3");
        Assert.Equal(130, code);
        Assert.Contains($"pixelgpt train --resume --out {_fixture["run"]}", output);
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _fixture["run"], "--threads", "3");
        Assert.True(resumed.Code == 0, resumed.Error);
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("whole", "--epochs", "3")), new RunFolder(_fixture["run"]));
    }

    [Fact]
    public async Task With_json_an_interrupted_run_is_reported_in_the_object()
    {
        using var source = new CancellationTokenSource();
        using var error = new CancellingWriter("   1/2 ", source);
        using var output = new StringWriter();
        int code = await PixelGpt.Cli.CommandLine.RunAsync(_fixture.TrainArguments("run", "--epochs", "2", "--json"), output, error, source.Token);
        var result = new CliResult(code, output.ToString(), "");
        Assert.Equal((130, true, 1, 4), (code, (bool)result.Json["interrupted"]!, (int)result.Json["epoch"]!, (int)result.Json["step"]!));
        Assert.Equal($"pixelgpt train --resume --out {_fixture["run"]}", (string)result.Json["resume"]!);
    }

    [Fact]
    public async Task The_resume_command_is_quoted_and_not_wrapped_for_a_long_path_with_spaces()
    {
        string deep = Path.Combine(_fixture.Path, new string('d', 120), new string('e', 120), "my run");
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter("   1/2 ", source);
        string[] arguments = [.. _fixture.TrainArguments("run", "--epochs", "2").SkipLast(4), "--epochs", "2", "--out", deep];
        await PixelGpt.Cli.CommandLine.RunAsync(arguments, output, TextWriter.Null, source.Token);
        Assert.Contains($"pixelgpt train --resume --out \"{deep}\"", output.ToString());
    }

    [Fact]
    public async Task Cancellation_before_the_start_leaves_no_files()
    {
        CliResult result = await CliFixture.RunAsync(new CancellationToken(canceled: true), _fixture.TrainArguments("run"));
        Assert.Equal((130, "stopped" + Environment.NewLine), (result.Code, result.Error));
        Assert.False(Directory.Exists(_fixture["run"]));
    }

    [Fact]
    public async Task Resuming_a_finished_run_changes_nothing_unless_epochs_are_added()
    {
        string run = await _fixture.TrainAsync("run");
        byte[] metrics = File.ReadAllBytes(Path.Combine(run, "metrics.jsonl"));
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", run)).Code);
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.jsonl")));
        CliResult longer = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "3", "--json");
        Assert.Equal((0, 3), (longer.Code, (int)longer.Json["epochs"]!));
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("long", "--epochs", "3")), new RunFolder(run));
    }

    [Fact]
    public async Task Options_that_cannot_change_are_refused_by_name()
    {
        string run = await _fixture.TrainAsync("run");
        string error = await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--batch", "5", "--layers", "2", "--seed", "1", "--from", "built-in", "--epochs", "9");
        Assert.Contains("--batch cannot change from 6 to 5; --seed cannot change from 0 to 1; --layers cannot change: the run has another model (gpt2, 1 layers with hidden size 16)", error);
        Assert.Contains("--from cannot change: the run started from random weights", error);
        Assert.Contains("only --epochs, --lr, --muon-lr, --clip, --skip-bad-steps, --threads", error);
        Assert.Contains("--model cannot change from gpt2 to llama", await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--model", "llama"));
        Assert.Equal(2, TrainingRecord.Load(Path.Combine(run, "training.json")).Recipe.Epochs);
    }

    [Theory]
    [InlineData("--seed", "0", "--lr", "0.001", "--flip", "--warmup", "2", "--schedule", "cosine")]
    [InlineData("--recipe", "coursework", "--seed", "7", "--lr", "0.01", "--layers", "2", "--best-metric", "dev-loss")]
    public async Task The_command_that_started_a_run_resumes_it_with_resume_added(params string[] options)
    {
        string[] command = _fixture.TrainArguments("run", ["--epochs", "2", .. options]);
        CliResult first = await CliFixture.RunAsync(command);
        Assert.True(first.Code == 0, first.Error);
        byte[] record = File.ReadAllBytes(Path.Combine(_fixture["run"], "training.json"));
        CliResult again = await CliFixture.RunAsync([.. command, "--resume"]);
        Assert.True(again.Code == 0, again.Error);
        Assert.Equal(record, File.ReadAllBytes(Path.Combine(_fixture["run"], "training.json")));
    }

    [Fact]
    public async Task A_budget_that_is_repeated_has_no_effect_and_that_is_said()
    {
        string run = await _fixture.TrainAsync("run");
        CliResult result = await CliFixture.RunAsync("train", "--resume", "--out", run, "--budget", "2m");
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("--budget has no effect on a resumed run", result.Out);
    }

    [Fact]
    public async Task A_run_that_diverges_says_how_to_go_on_and_can_go_on()
    {
        CliResult diverged = await CliFixture.RunAsync(_fixture.TrainArguments("run", "--epochs", "4", "--lr", "1e5"));
        Assert.Equal(1, diverged.Code);
        Assert.Contains("use a lower learning rate", diverged.Error);
        string command = diverged.Error[diverged.Error.IndexOf("pixelgpt train --resume", StringComparison.Ordinal)..].Trim();
        Assert.Equal($"pixelgpt train --resume --out \"{_fixture["run"]}\" --lr 1E+04 --clip 1", command);

        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _fixture["run"], "--lr", "0.001", "--clip", "1");
        Assert.True(resumed.Code == 0, resumed.Error);
        TrainingRecipe recipe = TrainingRecord.Load(Path.Combine(_fixture["run"], "training.json")).Recipe;
        Assert.Equal((0.001, 1), (recipe.LearningRate, recipe.MaxGradNorm));
    }

    [Fact]
    public async Task A_changed_learning_rate_is_recorded_with_the_earlier_one()
    {
        string run = await _fixture.TrainAsync("run", "--epochs", "2", "--lr", "0.01");
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "3", "--lr", "0.005", "--skip-bad-steps");
        Assert.Contains("changed  until step 8: learning rate 0.01, no gradient clipping, bad steps stop training", resumed.Out);
        TrainingRecord record = TrainingRecord.Load(Path.Combine(run, "training.json"));
        EarlierValues earlier = Assert.Single(record.Earlier!);
        Assert.Equal((8, 0.01, 0.005), (earlier.UntilStep, earlier.LearningRate, record.Recipe.LearningRate));
        Assert.Contains("until step 8: learning rate 0.01", File.ReadAllText(Path.Combine(run, "README.md")));
        double[] rates = [.. MetricsLog.Load(Path.Combine(run, "metrics.jsonl")).Epochs.Select(e => e.LearningRate)];
        Assert.Equal([0.01, 0.01, 0.005], rates);
    }

    [Fact]
    public async Task Changed_data_is_refused_and_moved_data_is_accepted()
    {
        string run = await _fixture.TrainAsync("run");
        string[] lines = File.ReadAllLines(Path.Combine(_fixture.Data, "pixel_color.txt"));
        File.WriteAllLines(Path.Combine(_fixture.Data, "pixel_color.txt"), [lines[1], lines[0], .. lines[2..]]);
        Assert.Contains("other data", await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--epochs", "4"));

        // Size and splits are read from the record of the run.
        Directory.Move(_fixture.Data, _fixture["moved"]);
        File.WriteAllLines(Path.Combine(_fixture["moved"], "pixel_color.txt"), lines);
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "4", "--data", _fixture["moved"])).Code);
        Assert.Equal(0, (await CliFixture.RunAsync("evaluate", run)).Code);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_reported_and_the_previous_one_used()
    {
        string run = await _fixture.TrainAsync("run"), checkpoint = Path.Combine(run, "checkpoint.safetensors"), previous = Path.Combine(run, "checkpoint.previous.safetensors");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "3", "--quiet");
        Assert.Equal(0, resumed.Code);
        Assert.StartsWith($"warning: {checkpoint}: ", resumed.Out);
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("whole", "--epochs", "3")), new RunFolder(run));

        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        File.WriteAllBytes(previous, File.ReadAllBytes(previous)[..1000]);
        string error = await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--epochs", "5");
        Assert.Contains(checkpoint, error);
        Assert.Contains(previous, error);
        Assert.Equal(3, TrainingRecord.Load(Path.Combine(run, "training.json")).Recipe.Epochs);
    }

    [Fact]
    public async Task Invalid_minutes_between_checkpoints_are_refused()
    {
        Assert.Contains("--checkpoint-every must be 0 to 1000000", await CliFixture.RefusedAsync(_fixture.TrainArguments("run", "--checkpoint-every", "-1")));
        Assert.False(Directory.Exists(_fixture["run"]));
        await _fixture.TrainAsync("run", "--checkpoint-every", "0");
    }

    private async Task<(int Code, string Output)> InterruptAsync(string trigger, params string[] more)
    {
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter(trigger, source);
        int code = await PixelGpt.Cli.CommandLine.RunAsync(_fixture.TrainArguments("run", more), output, TextWriter.Null, source.Token);
        return (code, output.ToString());
    }
}
