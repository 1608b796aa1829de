using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public class CompletionsTests
{
    private const int Area = TinyModels.Width * TinyModels.Height;

    private readonly PixelModel _model = TinyModels.PixelModel();
    private readonly SpriteDataset _data = TinyModels.Dataset();

    [Fact]
    public void Sprites_known_in_part_are_finished_and_not_scored()
    {
        Sprite[] prompts = [.. _data["test"].Select(s => new Sprite(s.Width, s.Height, s.Pixels[..20]))];
        var completions = Completions.Draw(_model, prompts, 0.6, 1, GenerationOptions.Greedy, 2);
        Assert.All(completions.All, c =>
        {
            Assert.Equal((18, Area), (c.Prompt.Pixels.Length, c.Result.Pixels.Length));
            Assert.Null(c.Truth);
        });
        using var folder = new TemporaryFolder();
        IEnumerable<string?> sheets = completions.SaveSheets(folder.Path, "prompts only").Select(Path.GetFileName);
        Assert.Equal(["side_by_side.png", "prompts.png", "completions.png"], sheets);

        var data = new SpriteDataset("prompts", _data.Palette, _data.Width, _data.Height, [new("dev", _data["dev"]), new("test", prompts)]);
        Assert.Equal(["dev"], PixelGpt.Cli.Workflows.EvaluationWorkflow.ScoredSplits(data));
        string message = Assert.Throws<InputException>(() => ModelEvaluation.Compute(_model, data, ["test"], new EvaluationOptions())).Message;
        Assert.Contains("'test'", message);
    }

    [Fact]
    public void Among_whole_sprites_those_known_in_part_are_left_out_of_the_score()
    {
        Sprite[] mixed = [.. _data["dev"], new Sprite(_data.Width, _data.Height, _data["test"][0].Pixels[..20])];
        var data = new SpriteDataset("mixed", _data.Palette, _data.Width, _data.Height, [new("dev", mixed)]);
        string Figures(SpriteDataset of) => ModelEvaluation.Compute(_model, of, ["dev"], new EvaluationOptions()).Report.Splits[0].NllPerPosition!.Aggregate("", (text, v) => $"{text} {v}");
        Assert.Equal(Figures(_data), Figures(data));
    }

    [Fact]
    public void The_truth_behind_the_prompt_changes_nothing()
    {
        IEnumerable<int[]> Results(IReadOnlyList<Sprite> sprites) =>
            Completions.Draw(_model, sprites, 0.6, 1, GenerationOptions.Greedy, 1).All.Select(c => c.Result.Pixels.ToArray());
        IReadOnlyList<Sprite> test = _data["test"];
        Sprite[] blank = [.. test.Select(s => new Sprite(s.Width, s.Height, [.. s.Pixels[..18], .. new int[Area - 18]]))];
        Assert.Equal(Results(test), Results(blank));
    }

    [Fact]
    public void The_best_of_many_are_the_likeliest_of_them()
    {
        var options = new GenerationOptions { DoSample = true, Seed = 3 };
        using var likelihood = new Likelihood(_model.Transformer, 1);
        double Surprise(Completion c) => likelihood.Surprisals([c.Result])[0].Skip(c.Prompt.Pixels.Length - 1).Sum(v => (double)v);
        Completion[] all = [.. Completions.Draw(_model, _data["test"], 0.6, 8, options with { NumReturnSequences = 8 }, 2).All], best = [.. Completions.Draw(_model, _data["test"], 0.6, 8, options with { NumReturnSequences = 2 }, 2).All];
        Assert.Equal(10, best.Length);
        for (int sprite = 0; sprite < 5; sprite++)
            Assert.Equal(all.Skip(sprite * 8).Take(8).Select(Surprise).Order().Take(2), best.Skip(sprite * 2).Take(2).Select(Surprise));
        Assert.Contains("best-of is 1", Assert.Throws<InputException>(() => Completions.Draw(_model, _data["test"], 0.6, 1, options with { NumReturnSequences = 2 }, 2)).Message);
    }

    [Fact]
    public void Samples_follow_from_the_seed_and_not_from_the_threads()
    {
        string Draw(ulong seed, int threads) => string.Join('\n', Completions
            .Draw(_model, _data["test"], 0.6, 3, new GenerationOptions { DoSample = true, NumReturnSequences = 3, Seed = seed }, threads).All.Select(c => string.Join(' ', c.Result.Pixels.ToArray())));
        Assert.Equal(Draw(1, 1), Draw(1, 3));
        Assert.NotEqual(Draw(1, 1), Draw(2, 1));
        Assert.Equal(15, Draw(1, 1).Split('\n').Distinct().Count());
    }

    [Fact]
    public void Sheets_and_text_show_every_sprite()
    {
        var completions = Completions.Draw(_model, _data["test"], 0.6, 1, GenerationOptions.Greedy, 1);
        using var folder = new TemporaryFolder();
        IReadOnlyList<string> sheets = completions.SaveSheets(folder.Path, "test");
        Assert.Equal(["side_by_side.png", "prompts.png", "completions.png", "truths.png"], sheets.Select(Path.GetFileName));
        Assert.All(sheets, sheet => Assert.True(PngReader.Read(sheet).Width > TinyModels.Width));
        completions.SaveText(folder["text"]);
        Assert.Equal(completions.All.Select(c => string.Join(' ', c.Result.Pixels.ToArray())), File.ReadAllLines(folder["text"]));
    }

    [Fact]
    public void A_cancelled_drawing_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Completions.Draw(_model, _data["test"], 0.6, 1, GenerationOptions.Greedy, 2, null, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => ModelEvaluation.Compute(_model, _data, ["dev"], new EvaluationOptions { Threads = 2 }, null, source.Token));
    }
}
