using System.Text;
using PixelGpt.Runs;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Cli;

public sealed class ResumeTests : IDisposable
{
    private readonly CliFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("  epoch ")]
    [InlineData("   1/3 ")]
    [InlineData("   2/3 ")]
    public async Task A_stopped_run_says_how_to_go_on_and_does(string stopAt)
    {
        (int code, string output) = await StopAsync(stopAt, "--epochs", "3");
        Assert.Equal(130, code);
        Assert.Contains($"pixelgpt train --resume --out {_bench["run"]}", output);
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _bench["run"], "--threads", "3");
        Assert.True(resumed.Code == 0, resumed.Error);
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("whole", "--epochs", "3")), new RunFolder(_bench["run"]));
    }

    [Fact]
    public async Task With_json_a_stopped_run_says_so_in_its_object()
    {
        using var source = new CancellationTokenSource();
        using var error = new StoppingWriter("   1/2 ", source);
        using var output = new StringWriter();
        int code = await PixelGpt.Cli.CommandLine.RunAsync(_bench.TrainArguments("run", "--epochs", "2", "--json"), output, error, source.Token);
        var result = new CliResult(code, output.ToString(), "");
        Assert.Equal((130, true, 1, 4), (code, (bool)result.Json["interrupted"]!, (int)result.Json["epoch"]!, (int)result.Json["step"]!));
        Assert.Equal($"pixelgpt train --resume --out {_bench["run"]}", (string)result.Json["resume"]!);
    }

    [Fact]
    public async Task A_command_to_go_on_with_can_be_pasted_from_a_deep_folder_with_spaces()
    {
        string deep = Path.Combine(_bench.Path, new string('d', 120), new string('e', 120), "my run");
        using var source = new CancellationTokenSource();
        using var output = new StoppingWriter("   1/2 ", source);
        string[] arguments = [.. _bench.TrainArguments("run", "--epochs", "2").SkipLast(4), "--epochs", "2", "--out", deep];
        await PixelGpt.Cli.CommandLine.RunAsync(arguments, output, TextWriter.Null, source.Token);
        Assert.Contains($"pixelgpt train --resume --out \"{deep}\"", output.ToString());
    }

    [Fact]
    public async Task Before_anything_has_begun_stopping_leaves_nothing()
    {
        CliResult result = await CliFixture.RunAsync(new CancellationToken(canceled: true), _bench.TrainArguments("run"));
        Assert.Equal((130, "stopped" + Environment.NewLine), (result.Code, result.Error));
        Assert.False(Directory.Exists(_bench["run"]));
    }

    [Fact]
    public async Task A_finished_run_is_resumed_to_no_effect_and_can_be_extended()
    {
        string run = await _bench.TrainAsync("run");
        byte[] metrics = File.ReadAllBytes(Path.Combine(run, "metrics.jsonl"));
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", run)).Code);
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.jsonl")));
        CliResult longer = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "3", "--json");
        Assert.Equal((0, 3), (longer.Code, (int)longer.Json["epochs"]!));
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("long", "--epochs", "3")), new RunFolder(run));
    }

    [Fact]
    public async Task What_cannot_change_is_refused_by_name()
    {
        string run = await _bench.TrainAsync("run");
        string error = await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--lr", "0.1", "--config", "c.json", "--seed", "0", "--recipe", "r.json", "--epochs", "9");
        Assert.Contains("--recipe, --lr, --seed, --config cannot change", error);
    }

    [Fact]
    public async Task Data_that_changed_are_refused_and_data_that_moved_are_found()
    {
        string run = await _bench.TrainAsync("run");
        string[] lines = File.ReadAllLines(Path.Combine(_bench.Data, "pixel_color.txt"));
        File.WriteAllLines(Path.Combine(_bench.Data, "pixel_color.txt"), [lines[1], lines[0], .. lines[2..]]);
        Assert.Contains("other data", await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--epochs", "4"));

        // The size and splits that the run was begun with need not be told again.
        Directory.Move(_bench.Data, _bench["moved"]);
        File.WriteAllLines(Path.Combine(_bench["moved"], "pixel_color.txt"), lines);
        Assert.Equal(0, (await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "4", "--data", _bench["moved"])).Code);
        Assert.Equal(0, (await CliFixture.RunAsync("evaluate", run)).Code);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_it_used()
    {
        string run = await _bench.TrainAsync("run"), checkpoint = Path.Combine(run, "checkpoint.safetensors"), previous = Path.Combine(run, "checkpoint.previous.safetensors");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "3", "--quiet");
        Assert.Equal(0, resumed.Code);
        Assert.StartsWith($"warning: {checkpoint}: ", resumed.Out);
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("whole", "--epochs", "3")), new RunFolder(run));

        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        File.WriteAllBytes(previous, File.ReadAllBytes(previous)[..1000]);
        string error = await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--epochs", "5");
        Assert.Contains(checkpoint, error);
        Assert.Contains(previous, error);
        Assert.Equal(3, TrainingRecord.Load(Path.Combine(run, "training.json")).Recipe.Epochs);
    }

    [Fact]
    public async Task Minutes_between_checkpoints_make_sense()
    {
        Assert.Contains("--checkpoint-every is -1", await CliFixture.RefusedAsync(_bench.TrainArguments("run", "--checkpoint-every", "-1")));
        Assert.False(Directory.Exists(_bench["run"]));
        await _bench.TrainAsync("run", "--checkpoint-every", "0");
    }

    private async Task<(int Code, string Output)> StopAsync(string at, params string[] more)
    {
        using var source = new CancellationTokenSource();
        using var output = new StoppingWriter(at, source);
        int code = await PixelGpt.Cli.CommandLine.RunAsync(_bench.TrainArguments("run", more), output, TextWriter.Null, source.Token);
        return (code, output.ToString());
    }

    /// <summary>Asks for an end as soon as it is told some words.</summary>
    private sealed class StoppingWriter(string words, CancellationTokenSource source) : StringWriter
    {
        public override void Write(char value)
        {
            base.Write(value);
            Check();
        }

        public override void Write(string? value)
        {
            base.Write(value);
            Check();
        }

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            Check();
        }

        private void Check()
        {
            StringBuilder text = GetStringBuilder();
            if (!source.IsCancellationRequested && text.ToString().Contains(words, StringComparison.Ordinal)) source.Cancel();
        }
    }
}
