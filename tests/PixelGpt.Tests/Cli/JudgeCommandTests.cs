using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Judging;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt judge</c> with a judge that is trained once on striped sprites.</summary>
public sealed class JudgeCommandTests(JudgeCommandTests.TrainedJudge trained) : IClassFixture<JudgeCommandTests.TrainedJudge>
{
    private static readonly string[] Short = ["--copies", "2", "--generator-epochs", "2", "--rounds", "1", "--epochs", "2"];

    private CliFixture Cli => trained.Cli;

    private string JudgeFolder => Cli["judge"];

    [Fact]
    public void Train_prints_every_figure()
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
        foreach (string text in (string[])["epoch 2/2", "nats per pixel", "without 'splice'"]) Assert.Contains(text, result.Error);
    }

    [Fact]
    public async Task The_text_output_has_tables()
    {
        CliResult result = await CliFixture.RunAsync(["judge", "train", .. Cli.Source, .. Short, "--out", Cli["other"]]);
        Assert.True(result.Code == 0, result.Error);
        foreach (string text in (string[])["ROC AUC", "splice", "calibration error", "true pictures", "nearest prefix", "pixelgpt judge score"]) Assert.Contains(text, result.Out);
    }

    [Fact]
    public async Task Score_compares_completions_of_a_run_with_baselines()
    {
        CliResult result = await CliFixture.RunAsync("judge", "score", JudgeFolder, Cli["run"], "--json", "--temperature", "0.9", "--samples", "2", "--seed", "3");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(16, (int)result.Json["sets"]![0]!["pictures"]!);
        Assert.Equal("completions, temperature 0.9, seed 3", (string)result.Json["sets"]![0]!["name"]!);
        Assert.Equal(["true pictures", "white", "repeat last row", "mirror", "nearest prefix", "solid colour"], result.Json["scale"]!.AsArray().Select(s => (string)s!["name"]!));
        double rate = (double)result.Json["sets"]![0]!["rate"]!;
        Assert.InRange(rate, (double)result.Json["sets"]![0]!["low"]!, (double)result.Json["sets"]![0]!["high"]!);
        Assert.Contains("completions, greedy", (await CliFixture.RunAsync("judge", "score", JudgeFolder, Cli["run"])).Out);
    }

    [Fact]
    public async Task Score_accepts_a_folder_of_pictures()
    {
        string folder = WritePictures("pictures", TinyModels.Dataset(24, 8, 8)["test"]);
        CliResult result = await CliFixture.RunAsync("judge", "score", JudgeFolder, folder, "--json"), run = await CliFixture.RunAsync("judge", "score", JudgeFolder, Cli["run"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(run.Json["scale"]!.ToJsonString(), result.Json["scale"]!.ToJsonString());

        // The folder has the true test pictures.
        Assert.Equal((double)result.Json["scale"]![0]!["rate"]!, (double)result.Json["sets"]![0]!["rate"]!);
    }

    [Fact]
    public async Task Score_skips_files_that_cannot_be_read_and_pictures_of_another_size()
    {
        string folder = WritePictures("mixed", TinyModels.Dataset(24, 8, 8)["test"]);
        File.WriteAllText(Path.Combine(folder, "x.png"), "<html>");
        PngWriter.Write(Path.Combine(folder, "y.png"), SpriteImage.Render(TinyModels.Dataset()["test"][0], TinyModels.Palette(), 2));
        CliResult result = await CliFixture.RunAsync("judge", "score", JudgeFolder, folder, "--json");
        Assert.Equal((0, 8), (result.Code, (int)result.Json["sets"]![0]!["pictures"]!));
        Assert.Contains("skipped 1 file: ", result.Error);
        Assert.Contains("skipped 1 picture: ", result.Error);
        await RefusedAsync("this is an HTML page", "judge", "score", JudgeFolder, folder, "--strict");
        File.Delete(Path.Combine(folder, "x.png"));
        await RefusedAsync("has 12×10 pixels, but the judge was trained on 6×5", "judge", "score", JudgeFolder, folder, "--strict");
    }

    [Fact]
    public async Task Evaluate_computes_detection_rates_of_completions_and_baselines()
    {
        CliResult result = await CliFixture.RunAsync("evaluate", Cli["run"], "--judge", JudgeFolder, "--split", "test", "--no-fid", "--out", Cli["judged"], "--json");
        Assert.True(result.Code == 0, result.Error);
        JsonNode test = result.Json["splits"]![0]!;
        CliResult scored = await CliFixture.RunAsync("judge", "score", JudgeFolder, Cli["run"], "--json");
        Assert.Equal((double)scored.Json["sets"]![0]!["rate"]!, (double)test["drawings"]![0]!["detection_rate"]!["rate"]!);
        JsonNode truth = test["baselines"]!.AsArray().Single(b => (string)b!["name"]! == "truth")!;
        Assert.Equal((double)scored.Json["scale"]![0]!["rate"]!, (double)truth["detection_rate"]!["rate"]!);
        Assert.Contains("ROC AUC", File.ReadAllText(Path.Combine(Cli["judged"], "report.html")));
        Cli.WriteData("others", TinyModels.Dataset(24, 8, 8));
        File.AppendAllText(Path.Combine(Cli["others"], "colormap.txt"), "1 2 3\n");
        await RefusedAsync("palette", "evaluate", Cli["run"], "--judge", JudgeFolder, "--data", Cli["others"], "--size", "6x5", "--splits", "24,8,8");
    }

    [Fact]
    public async Task Complete_returns_the_candidates_that_the_judge_ranks_first()
    {
        var judge = Judge.Load(JudgeFolder);
        double[][] all = [.. Probabilities(await CompleteAsync("candidates", "--samples", "6")).Chunk(6)];
        double[][] best = [.. Probabilities(await CompleteAsync("best", "--samples", "2", "--best-of", "6", "--rank", "judge", "--judge", JudgeFolder)).Chunk(2)];
        Assert.Equal(all.Select(p => p.OrderDescending().Take(2)), best);
        Assert.Equal(await CompleteAsync("same", "--samples", "2", "--best-of", "6", "--judge", JudgeFolder), await CompleteAsync("again", "--samples", "2", "--best-of", "6", "--judge", JudgeFolder, "--threads", "1"));
        Assert.Equal(await CompleteAsync("likely", "--best-of", "6"), await CompleteAsync("likelihood", "--best-of", "6", "--rank", "likelihood"));
        Assert.NotEqual(await CompleteAsync("likely", "--best-of", "6"), await CompleteAsync("judged", "--best-of", "6", "--judge", JudgeFolder));

        double[] Probabilities(string rows) =>
            [.. judge.Score([.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(r => new Sprite(6, 5, [.. r.Split(' ').Select(int.Parse)]))], 1).Select(v => v.Probability)];

        async Task<string> CompleteAsync(string name, params string[] options)
        {
            CliResult result = await CliFixture.RunAsync(["complete", Cli["run"], "--temperature", "2", "--seed", "4", "--out", Cli[name], .. options]);
            Assert.True(result.Code == 0, result.Error);
            return File.ReadAllText(Path.Combine(Cli[name], "reconstructed_results.txt"));
        }
    }

    [Fact]
    public async Task Ranking_by_a_judge_that_does_not_fit_is_refused()
    {
        await RefusedAsync("require --best-of N", "complete", Cli["run"], "--judge", JudgeFolder);
        await RefusedAsync("--rank judge requires --judge DIR", "complete", Cli["run"], "--best-of", "2", "--rank", "judge");
        await RefusedAsync("--judge requires --rank judge", "complete", Cli["run"], "--best-of", "2", "--rank", "likelihood", "--judge", JudgeFolder);
        await RefusedAsync("--rank must be likelihood or judge", "complete", Cli["run"], "--best-of", "2", "--rank", "beauty");
        await RefusedAsync("judge.json: no such file", "complete", Cli["run"], "--best-of", "2", "--judge", Cli["run"]);
        await RefusedAsync("max-length must be at least 30", "complete", Cli["run"], "--best-of", "2", "--judge", JudgeFolder, "--max-length", "20");
        string repainted = Cli["repainted"];
        TemporaryFolder.Copy(Cli["run"], repainted);
        File.WriteAllText(Path.Combine(repainted, "colormap.txt"), new Palette([.. TinyModels.Palette().Colors.SkipLast(1), new Rgb(1, 2, 3)]).ToColormapText());
        string picture = Path.Combine(WritePictures("single", TinyModels.Dataset(24, 8, 8)["test"].Take(1)), "00.png");
        await RefusedAsync("the judge has another palette", "complete", repainted, picture, "--best-of", "2", "--judge", JudgeFolder);
        PngWriter.Write(Path.Combine(Cli["single"], "small.png"), SpriteImage.Render(new Sprite(5, 4, new int[20]), TinyModels.Palette()));
        await RefusedAsync("trained on pictures of 6×5 pixels, but a picture has 5×4", "complete", Cli["run"], Path.Combine(Cli["single"], "small.png"), "--best-of", "2", "--judge", JudgeFolder);
    }

    [Fact]
    public async Task Errors_are_one_line()
    {
        await RefusedAsync("no such folder", "judge", "score", Cli["none"], Cli["run"]);
        await RefusedAsync("judge.json: no such file", "judge", "score", Cli["run"], Cli["run"]);
        await RefusedAsync("no such folder", "judge", "score", JudgeFolder, Cli["none"]);
        await RefusedAsync("--data is required", "judge", "train");
        await RefusedAsync("would be overwritten", ["judge", "train", .. Cli.Source, "--out", JudgeFolder]);
        await RefusedAsync("--pass-rate must be greater than 0 and at most 1 (got 1.5)", ["judge", "train", .. Cli.Source, "--pass-rate", "1.5"]);
        await RefusedAsync("--generator-epochs must be at least 1 (got 0)", ["judge", "train", .. Cli.Source, "--generator-epochs", "0"]);
        await RefusedAsync("no such folder", ["judge", "train", .. Cli.Source, "--runs", Cli["none"], "--out", Cli["never"]]);
        Directory.CreateDirectory(Cli["large"]);
        PngWriter.Write(Path.Combine(Cli["large"], "a.png"), SpriteImage.Render(TinyModels.Dataset()["test"][0], TinyModels.Palette(), 2));
        await RefusedAsync("has 12×10 pixels, but the judge was trained on 6×5", "judge", "score", JudgeFolder, Cli["large"]);
        await RefusedAsync("has no model", "judge", "score", JudgeFolder, Cli["large"], "--temperature", "0.9");
        Assert.False(Directory.Exists(Cli["never"]));
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
        await RefusedAsync($"{file}: tensor '{tensor}' has 1 of", "judge", "score", judge, Cli["run"]);
    }

    [Fact]
    public async Task A_run_with_weights_that_are_not_finite_is_refused()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        TemporaryFolder.Copy(Cli["run"], run);
        WeightsFile.Set(Path.Combine(run, "model.safetensors"), "transformer.ln_f.weight", float.NaN, 2);
        await RefusedAsync("model.safetensors: tensor 'transformer.ln_f.weight' has 1 of", "judge", "score", JudgeFolder, run);
    }

    private static async Task RefusedAsync(string what, params string[] arguments)
    {
        string error = await CliFixture.RefusedAsync(arguments);
        Assert.Contains(what, error);
        Assert.DoesNotContain('\n', error.TrimEnd());
    }

    private string WritePictures(string name, IEnumerable<Sprite> sprites)
    {
        Directory.CreateDirectory(Cli[name]);
        int i = 0;
        foreach (Sprite sprite in sprites) PngWriter.Write(Path.Combine(Cli[name], $"{i++:00}.png"), SpriteImage.Render(sprite, TinyModels.Palette()));
        return Cli[name];
    }

    public sealed class TrainedJudge : IAsyncLifetime
    {
        internal CliFixture Cli { get; } = new();

        internal CliResult Result { get; private set; } = new(1, "", "");

        public async ValueTask InitializeAsync()
        {
            await Cli.TrainAsync("run");
            Result = await CliFixture.RunAsync(["judge", "train", .. Cli.Source, .. Short, "--runs", Cli["run"], "--out", Cli["judge"], "--json"]);
        }

        public ValueTask DisposeAsync()
        {
            Cli.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
