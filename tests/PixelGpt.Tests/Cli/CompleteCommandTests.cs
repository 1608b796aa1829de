using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Tests.Cli;

public sealed class CompleteCommandTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly CliFixture _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task Every_sprite_is_completed_after_its_prompt_with_the_same_result_for_any_number_of_threads()
    {
        CliResult result = await CliFixture.RunAsync("complete", trained.Run, "--json", "--threads", "2");
        Assert.Equal((0, 8), (result.Code, (int)result.Json["completions"]!));
        string[] files = [.. result.Json["files"]!.AsArray().Select(f => (string)f!)];
        Assert.Equal(["side_by_side.png", "prompts.png", "completions.png", "truths.png", "reconstructed_results.txt"], files.Select(Path.GetFileName));
        Assert.All(files.SkipLast(1), file => Assert.NotEqual(0, PngReader.Read(file).Pixels.Length));
        int[][] rows = Rows(trained.Run);
        int[][] truths = [.. File.ReadLines(Path.Combine(trained.Cli.Data, "pixel_color.txt")).Skip(32).Select(Numbers)];
        Assert.Equal(truths.Select(t => t[..18]), rows.Select(r => r[..18]));
        Assert.All(rows, r => Assert.Equal(30, r.Length));
        Assert.Equal(rows, await CompleteAsync("--threads", "1"));
        Assert.Equal(rows, await CompleteAsync("--threads", "5"));
    }

    [Fact]
    public async Task Split_and_prompt_fraction_select_sprites_and_prompts()
    {
        int[][] half = await CompleteAsync("--split", "dev", "--keep", "0.9");
        int[][] truths = [.. File.ReadLines(Path.Combine(trained.Cli.Data, "pixel_color.txt")).Skip(24).Take(8).Select(Numbers)];
        Assert.Equal(truths.Select(t => t[..27]), half.Select(r => r[..27]));
        Assert.Contains("train, dev, test", await CliFixture.RefusedAsync("complete", trained.Run, "--split", "tset"));
        Assert.Contains("(got 2)", await CliFixture.RefusedAsync("complete", trained.Run, "--keep", "2"));
    }

    [Fact]
    public async Task Samples_differ_and_depend_on_the_seed_only()
    {
        string[] options = ["--samples", "3", "--temperature", "5", "--seed", "7"];
        int[][] rows = await CompleteAsync(options);
        Assert.Equal(24, rows.Length);
        for (int i = 0; i < rows.Length; i += 3)
        {
            Assert.Equal(rows[i][..18], rows[i + 2][..18]);
            Assert.NotEqual(rows[i], rows[i + 1]);
        }

        Assert.Equal(rows, await CompleteAsync([.. options, "--threads", "3"]));
        Assert.NotEqual(rows, await CompleteAsync([.. options[..^1], "8"]));
    }

    [Fact]
    public async Task Colors_symmetry_and_best_of_restrict_the_result()
    {
        foreach (int[] row in await CompleteAsync("--colors", "0,3-5", "--temperature", "9")) Assert.All(row[18..], pixel => Assert.Contains(pixel, (int[])[0, 3, 4, 5]));
        foreach (int[] row in await CompleteAsync("--colors", "prompt", "--best-of", "4")) Assert.Subset(new HashSet<int>(row[..18]), new HashSet<int>(row));
        foreach (int[] row in await CompleteAsync("--symmetry", "--seed", "1")) Assert.All(row[18..].Chunk(6), r => Assert.Equal(r, r.Reverse()));
        Assert.Contains("palette indices such as", await CliFixture.RefusedAsync("complete", trained.Run, "--colors", "red"));
        Assert.Contains("must not end before its start", await CliFixture.RefusedAsync("complete", trained.Run, "--colors", "7-2"));
        Assert.Contains("outside the model's palette", await CliFixture.RefusedAsync("complete", trained.Run, "--colors", "400"));
        Assert.Contains("best-of must be at least the number of completions, 3 (got 2)", await CliFixture.RefusedAsync("complete", trained.Run, "--samples", "3", "--best-of", "2"));
    }

    [Fact]
    public async Task The_parameters_of_Hugging_Face_generate_are_supported()
    {
        Assert.Equal(await CompleteAsync("--samples", "2", "--seed", "3"), await CompleteAsync("--do-sample", "--num-return-sequences", "2", "--seed", "3"));
        Assert.Equal(await CompleteAsync(), await CompleteAsync("--do-sample", "false", "--seed", "3"));
        int[][] whole = await CompleteAsync();
        Assert.Equal(whole.Select(row => row[..20]), await CompleteAsync("--max-length", "20", "--record"));
        Assert.Equal(whole, await CompleteAsync("--max-length", "4000"));
    }

    [Fact]
    public async Task Record_writes_token_statistics_also_with_beam_search()
    {
        string folder = trained.Cli["record"];
        CliResult result = await CliFixture.RunAsync("complete", trained.Run, "--record", "--num-beams", "3", "--samples", "2", "--out", folder);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(16, File.ReadLines(Path.Combine(folder, "record.jsonl")).Count());
        Assert.All(File.ReadLines(Path.Combine(folder, "record.jsonl")), line => Assert.StartsWith("{\"probability\":[", line));
        foreach (string map in (string[])["entropy.png", "surprisal.png"]) Assert.NotEqual(0, PngReader.Read(Path.Combine(folder, map)).Pixels.Length);
        Assert.Contains("beam search does not support", await CliFixture.RefusedAsync("complete", trained.Run, "--num-beams", "2", "--temperature", "2"));
    }

    [Fact]
    public async Task The_generation_configuration_of_the_model_is_the_default()
    {
        string model = Copy("sampled", "config.json", "model.safetensors", "colormap.txt", "training.json");
        int[][] greedy = await CompleteAsync(), sampled = await CompleteAsync("--temperature", "3", "--top-p", "0.9");
        Assert.NotEqual(greedy, sampled);
        _out.Write("sampled/generation_config.json", """{"do_sample": true, "temperature": 3.0, "top_p": 0.9}""");
        Assert.Equal(sampled, await WithFileAsync());
        Assert.Equal(sampled, await WithFileAsync("--temperature", "3"));
        Assert.Equal(await CompleteAsync("--temperature", "0.5", "--top-p", "0.9"), await WithFileAsync("--temperature", "0.5"));
        Assert.Equal(greedy, await WithFileAsync("--do-sample", "false"));
        Assert.Equal(await CompleteAsync("--num-beams", "2"), await WithFileAsync("--num-beams", "2"));
        _out.Write("sampled/generation_config.json", """{"do_sample": false, "temperature": 3.0}""");
        Assert.Equal(greedy, await WithFileAsync());
        _out.Write("sampled/generation_config.json", """{"temperature": -1}""");
        Assert.Contains("generation_config.json: temperature must be greater than 0 (got -1)", await CliFixture.RefusedAsync("complete", model));

        async Task<int[][]> WithFileAsync(params string[] options)
        {
            CliResult result = await CliFixture.RunAsync(["complete", model, "--out", _out["from-file"], .. options]);
            Assert.True(result.Code == 0, result.Error);
            return Rows(_out["from-file"]);
        }
    }

    [Fact]
    public async Task Narrow_sampling_equals_greedy()
    {
        int[][] greedy = await CompleteAsync();
        Assert.Equal(greedy, await CompleteAsync("--top-k", "1"));
        Assert.Equal(greedy, await CompleteAsync("--top-p", "1e-9"));
        Assert.Equal(greedy, await CompleteAsync("--temperature", "1e-6"));
        Assert.NotEqual(greedy, await CompleteAsync("--temperature", "10"));
    }

    [Theory]
    [InlineData("temperature must be greater than 0", "--temperature", "0")]
    [InlineData("top-k must be at least 1", "--top-k", "-1")]
    [InlineData("top-p must be greater than 0 and at most 1", "--top-p", "2")]
    [InlineData("max-length must be at least 1", "--max-length", "0")]
    [InlineData("max-length must be at least the length of the prompt, 18 pixels (got 9)", "--max-length", "9")]
    [InlineData("num-return-sequences must be 1 for greedy decoding", "--samples", "2", "--do-sample", "false")]
    [InlineData("num-return-sequences must be 1 to 10000 (got 0)", "--samples", "0")]
    [InlineData("num-return-sequences must be 1 to 10000 (got 100000000)", "-n", "100000000")]
    [InlineData("best-of must be at most 10000 (got 2147483647)", "--best-of", "2147483647")]
    [InlineData("num-beams must be 1 to 64 (got 100000000)", "--num-beams", "100000000")]
    [InlineData("--threads must be 1 to 1024 (got 100000000)", "--threads", "100000000")]
    public async Task Invalid_sampling_options_are_refused(string message, params string[] options) =>
        Assert.Contains(message, await CliFixture.RefusedAsync(["complete", trained.Run, .. options]));

    [Fact]
    public async Task A_picture_is_completed_at_its_own_size()
    {
        string picture = Picture("cat.png", 6, 5);
        CliResult result = await CliFixture.RunAsync("complete", trained.Run, picture, "--samples", "2", "--out", _out["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["cat-1.png", "cat-2.png", "side_by_side.png"], Directory.GetFiles(_out["out"]).Select(Path.GetFileName).Order());
        PixelImage original = PngReader.Read(picture);
        foreach (string name in (string[])["cat-1.png", "cat-2.png"])
        {
            PixelImage finished = PngReader.Read(Path.Combine(_out["out"], name));
            Assert.Equal((6, 5), (finished.Width, finished.Height));
            Assert.Equal(original.Pixels[..18], finished.Pixels[..18]);
        }
    }

    [Fact]
    public async Task Pictures_of_different_sizes_can_be_completed_together()
    {
        string[] pictures = [Picture("small.png", 4, 3), Picture("full.png", 6, 5)];
        CliResult result = await CliFixture.RunAsync(["complete", trained.Run, .. pictures, "--out", _out["out"]]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((4, 3), (PngReader.Read(Path.Combine(_out["out"], "small.png")).Width, PngReader.Read(Path.Combine(_out["out"], "small.png")).Height));
        Assert.Contains("trained on 6×5", result.Out);
    }

    [Fact]
    public async Task The_error_names_the_picture_that_cannot_be_completed()
    {
        string large = Picture("large.png", 20, 20), text = _out.Write("text.png", "no picture");
        Assert.Contains(large, await CliFixture.RefusedAsync("complete", trained.Run, large, "--quiet", "--out", _out["out"]));
        Assert.Contains(text, await CliFixture.RefusedAsync("complete", trained.Run, text, "--out", _out["out"]));
        Assert.Contains("no-such.png", await CliFixture.RefusedAsync("complete", trained.Run, "no-such.png", "--out", _out["out"]));
        Assert.Contains("not both", await CliFixture.RefusedAsync("complete", trained.Run, large, "--split", "dev"));
        Assert.False(Directory.Exists(_out["out"]));
    }

    [Fact]
    public async Task No_picture_overwrites_another()
    {
        string picture = Picture("cat.png", 6, 5);
        byte[] before = File.ReadAllBytes(picture);
        Assert.Contains("--out", await CliFixture.RefusedAsync("complete", trained.Run, picture, "--out", _out.Path));
        Assert.Equal(before, File.ReadAllBytes(picture));
        Directory.CreateDirectory(_out["other"]);
        Assert.Contains("cat.png", await CliFixture.RefusedAsync("complete", trained.Run, picture, Picture("other/cat.png", 6, 5), "--out", _out["out"]));
        Assert.Contains("side_by_side.png", await CliFixture.RefusedAsync("complete", trained.Run, Picture("side_by_side.png", 6, 5), "--out", _out["out"]));
        Assert.False(Directory.Exists(_out["out"]));
    }

    [Fact]
    public async Task Files_of_a_run_are_not_replaced_by_other_completions()
    {
        string run = Copy("run", "config.json", "model.safetensors", "colormap.txt", "training.json"), other = Copy("other", "config.json", "model.safetensors", "colormap.txt", "training.json");
        Assert.Equal(0, (await CliFixture.RunAsync("complete", run, "--out", run + Path.DirectorySeparatorChar)).Code);
        string text = Path.Combine(run, "reconstructed_results.txt"), sheet = Path.Combine(run, "side_by_side.png");
        byte[] before = File.ReadAllBytes(text), sheetBefore = File.ReadAllBytes(sheet);

        CliResult shorter = await CliFixture.RunAsync("complete", run, "--prompt-fraction", "0.3");
        Assert.True(shorter.Code == 0, shorter.Error);
        Assert.Contains($"so the files are written to {Path.Combine(run, "test")}; those in {run} do not change", shorter.Out);
        Assert.Equal(8, Rows(Path.Combine(run, "test")).Length);
        Assert.Equal(0, (await CliFixture.RunAsync("complete", run, "--prompt-fraction", "0.6")).Code);

        string picture = Picture("cat.png", 6, 5);
        const string OtherFolder = "the folder has a run or model, whose files could be replaced; give another --out";
        Assert.Contains("with the run's prompt fraction, 0.6; give another --out", await CliFixture.RefusedAsync("complete", run, "--prompt-fraction", "0.3", "--out", run));
        Assert.Contains("give another --out", await CliFixture.RefusedAsync("complete", run, "--split", "dev", "--out", run));
        Assert.Contains(OtherFolder, await CliFixture.RefusedAsync("complete", other, "--out", run));
        Assert.Contains(OtherFolder, await CliFixture.RefusedAsync("evaluate", other, "--out", run));
        Assert.Contains(OtherFolder, await CliFixture.RefusedAsync("complete", run, picture, "--out", run));
        Assert.Contains(OtherFolder, await CliFixture.RefusedAsync("generate", other, "--out", run));
        Assert.Equal(before, File.ReadAllBytes(text));
        Assert.Equal(sheetBefore, File.ReadAllBytes(sheet));
    }

    [Fact]
    public async Task A_model_without_a_training_record_requires_data()
    {
        string model = Copy("model", "config.json", "model.safetensors", "colormap.txt");
        Assert.Contains("--data", await CliFixture.RefusedAsync("complete", model));
        Assert.Equal(0, (await CliFixture.RunAsync(["complete", model, .. trained.Cli.Source])).Code);
        Assert.Equal(8, Rows(model).Length);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("colormap.txt")]
    public async Task The_error_names_the_missing_file_of_a_model(string file)
    {
        string model = Copy("model", [.. new[] { "config.json", "model.safetensors", "colormap.txt" }.Where(f => f != file)]);
        Assert.Contains(Path.Combine(model, file), await CliFixture.RefusedAsync("complete", model));
    }

    [Fact]
    public async Task Cancellation_stops_the_command()
    {
        CliResult result = await CliFixture.RunAsync(new CancellationToken(canceled: true), "complete", trained.Run, "--out", _out["out"]);
        Assert.Equal((130, false), (result.Code, Directory.Exists(_out["out"])));
    }

    private async Task<int[][]> CompleteAsync(params string[] options)
    {
        CliResult result = await CliFixture.RunAsync(["complete", trained.Run, "--out", _out["out"], .. options]);
        Assert.True(result.Code == 0, result.Error);
        return Rows(_out["out"]);
    }

    private static int[][] Rows(string folder) => [.. File.ReadLines(Path.Combine(folder, "reconstructed_results.txt")).Select(Numbers)];

    private static int[] Numbers(string line) => [.. line.Split(' ').Select(int.Parse)];

    /// <summary>Writes a picture in the colours of the model.</summary>
    private string Picture(string name, int width, int height)
    {
        int[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (i / width) % 11)];
        PngWriter.Write(_out[name], SpriteImage.Render(new Sprite(width, height, pixels), Infrastructure.TinyModels.Palette()));
        return _out[name];
    }

    private string Copy(string name, params string[] files)
    {
        Directory.CreateDirectory(_out[name]);
        foreach (string file in files) File.Copy(Path.Combine(trained.Run, file), Path.Combine(_out[name], file));
        return _out[name];
    }
}
