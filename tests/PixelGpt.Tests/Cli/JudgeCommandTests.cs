using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary><c>pixelgpt judge</c> on stripes: trained once, then asked.</summary>
public sealed class JudgeCommandTests(JudgeCommandTests.TrainedJudge trained) : IClassFixture<JudgeCommandTests.TrainedJudge>
{
    private static readonly string[] Short = ["--copies", "2", "--generator-epochs", "2", "--rounds", "1", "--epochs", "2"];

    private CliFixture Bench => trained.Bench;

    private string JudgeFolder => Bench["judge"];

    [Fact]
    public void Training_tells_every_figure()
    {
        CliResult result = trained.Result;
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(
            ["judge", "data", "data_checksum", "width", "height", "recipe", "negatives", "kept_epoch", "temperature", "threshold", "dev", "test", "held_out_kinds", "scale"],
            result.Json.Select(p => p.Key));
        Assert.Equal((JudgeFolder, 6, 5), ((string)result.Json["judge"]!, (int)result.Json["width"]!, (int)result.Json["height"]!));
        Assert.Equal(["splice", "rows", "blocks", "recolor", "early", "late", "run"], result.Json["held_out_kinds"]!.AsArray().Select(k => (string)k!["kind"]!));
        Assert.InRange((double)result.Json["test"]!["auc"]!, 0, 1);
        Assert.NotEmpty(result.Json["test"]!["calibration"]!["reliability"]!.AsArray());
        foreach (string told in (string[])["pass 2/2", "nats a pixel", "without 'splice'"]) Assert.Contains(told, result.Error);
    }

    [Fact]
    public async Task People_read_tables()
    {
        CliResult result = await CliFixture.RunAsync(["judge", "train", .. Bench.Source, .. Short, "--out", Bench["other"]]);
        Assert.True(result.Code == 0, result.Error);
        foreach (string told in (string[])["ROC AUC", "splice", "calibration error", "true pictures", "nearest prefix", "pixelgpt judge score"]) Assert.Contains(told, result.Out);
    }

    [Fact]
    public async Task A_runs_completions_are_judged_beside_a_scale()
    {
        CliResult result = await CliFixture.RunAsync("judge", "score", JudgeFolder, Bench["run"], "--json", "--temperature", "0.9", "--samples", "2", "--seed", "3");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(16, (int)result.Json["sets"]![0]!["pictures"]!);
        Assert.Equal("completions, temperature 0.9, seed 3", (string)result.Json["sets"]![0]!["name"]!);
        Assert.Equal(["true pictures", "white", "repeat last row", "mirror", "nearest prefix", "solid colour"], result.Json["scale"]!.AsArray().Select(s => (string)s!["name"]!));
        double rate = (double)result.Json["sets"]![0]!["rate"]!;
        Assert.InRange(rate, (double)result.Json["sets"]![0]!["low"]!, (double)result.Json["sets"]![0]!["high"]!);
        Assert.Contains("completions, greedy", (await CliFixture.RunAsync("judge", "score", JudgeFolder, Bench["run"])).Out);
    }

    [Fact]
    public async Task A_folder_of_pictures_is_judged()
    {
        string folder = Draw("pictures", TinyModels.Dataset(24, 8, 8)["test"]);
        CliResult result = await CliFixture.RunAsync("judge", "score", JudgeFolder, folder, "--json"), run = await CliFixture.RunAsync("judge", "score", JudgeFolder, Bench["run"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(run.Json["scale"]!.ToJsonString(), result.Json["scale"]!.ToJsonString());

        // These are the true test pictures themselves.
        Assert.Equal((double)result.Json["scale"]![0]!["rate"]!, (double)result.Json["sets"]![0]!["rate"]!);
    }

    [Fact]
    public async Task An_evaluation_asks_a_judge_of_every_drawing_and_baseline()
    {
        CliResult result = await CliFixture.RunAsync("evaluate", Bench["run"], "--judge", JudgeFolder, "--split", "test", "--no-fid", "--out", Bench["judged"], "--json");
        Assert.True(result.Code == 0, result.Error);
        JsonNode test = result.Json["splits"]![0]!;
        CliResult scored = await CliFixture.RunAsync("judge", "score", JudgeFolder, Bench["run"], "--json");
        Assert.Equal((double)scored.Json["sets"]![0]!["rate"]!, (double)test["drawings"]![0]!["detection_rate"]!["rate"]!);
        JsonNode truth = test["baselines"]!.AsArray().Single(b => (string)b!["name"]! == "truth")!;
        Assert.Equal((double)scored.Json["scale"]![0]!["rate"]!, (double)truth["detection_rate"]!["rate"]!);
        Assert.Contains("of ROC AUC", File.ReadAllText(Path.Combine(Bench["judged"], "report.html")));
        Bench.WriteData("others", TinyModels.Dataset(24, 8, 8));
        File.AppendAllText(Path.Combine(Bench["others"], "colormap.txt"), "1 2 3\n");
        await RefusedAsync("palette", "evaluate", Bench["run"], "--judge", JudgeFolder, "--data", Bench["others"], "--size", "6x5", "--splits", "24,8,8");
    }

    [Fact]
    public async Task Mistakes_are_one_line()
    {
        await RefusedAsync("no such folder", "judge", "score", Bench["none"], Bench["run"]);
        await RefusedAsync("judge.json: no such file", "judge", "score", Bench["run"], Bench["run"]);
        await RefusedAsync("no such folder", "judge", "score", JudgeFolder, Bench["none"]);
        await RefusedAsync("which sprites", "judge", "train");
        await RefusedAsync("write over", ["judge", "train", .. Bench.Source, "--out", JudgeFolder]);
        await RefusedAsync("pass_rate is 1.5", ["judge", "train", .. Bench.Source, "--pass-rate", "1.5"]);
        await RefusedAsync("generator_epochs must be at least 1 (got 0)", ["judge", "train", .. Bench.Source, "--generator-epochs", "0"]);
        await RefusedAsync("no such folder", ["judge", "train", .. Bench.Source, "--runs", Bench["none"], "--out", Bench["never"]]);
        Directory.CreateDirectory(Bench["large"]);
        PngWriter.Write(Path.Combine(Bench["large"], "a.png"), SpriteImage.Render(TinyModels.Dataset()["test"][0], TinyModels.Palette(), 2));
        await RefusedAsync("has 12×10 pixels; the judge was trained on 6×5", "judge", "score", JudgeFolder, Bench["large"]);
        await RefusedAsync("holds no model", "judge", "score", JudgeFolder, Bench["large"], "--temperature", "0.9");
        Assert.False(Directory.Exists(Bench["never"]));
    }

    [Theory]
    [InlineData("model.safetensors", "transformer.ln_f.weight")]
    [InlineData("head.safetensors", "hidden.weight")]
    public async Task A_judge_with_weights_that_are_not_finite_is_refused(string file, string tensor)
    {
        using var folder = new TemporaryFolder();
        string judge = folder["judge"];
        TemporaryFolder.Copy(JudgeFolder, judge);
        WeightsFile.Set(Path.Combine(judge, file), tensor, float.NaN, 2);
        await RefusedAsync($"{file}: tensor '{tensor}' has 1 of", "judge", "score", judge, Bench["run"]);
    }

    [Fact]
    public async Task A_run_with_weights_that_are_not_finite_is_refused()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        TemporaryFolder.Copy(Bench["run"], run);
        WeightsFile.Set(Path.Combine(run, "model.safetensors"), "transformer.ln_f.weight", float.NaN, 2);
        await RefusedAsync("model.safetensors: tensor 'transformer.ln_f.weight' has 1 of", "judge", "score", JudgeFolder, run);
    }

    private static async Task RefusedAsync(string what, params string[] arguments)
    {
        string error = await CliFixture.RefusedAsync(arguments);
        Assert.Contains(what, error);
        Assert.DoesNotContain('\n', error.TrimEnd());
    }

    private string Draw(string name, IEnumerable<Sprite> sprites)
    {
        Directory.CreateDirectory(Bench[name]);
        int i = 0;
        foreach (Sprite sprite in sprites) PngWriter.Write(Path.Combine(Bench[name], $"{i++:00}.png"), SpriteImage.Render(sprite, TinyModels.Palette()));
        return Bench[name];
    }

    public sealed class TrainedJudge : IAsyncLifetime
    {
        internal CliFixture Bench { get; } = new();

        internal CliResult Result { get; private set; } = new(1, "", "");

        public async Task InitializeAsync()
        {
            await Bench.TrainAsync("run");
            Result = await CliFixture.RunAsync(["judge", "train", .. Bench.Source, .. Short, "--runs", Bench["run"], "--out", Bench["judge"], "--json"]);
        }

        public Task DisposeAsync()
        {
            Bench.Dispose();
            return Task.CompletedTask;
        }
    }
}
