using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public class CompletionSetTests
{
    private const int Area = TinyModels.Width * TinyModels.Height;

    private readonly PixelModel _model = TinyModels.PixelModel();
    private readonly SpriteDataset _data = TinyModels.Dataset();

    [Fact]
    public void Partial_sprites_are_completed_but_not_evaluated()
    {
        Sprite[] prompts = [.. _data["test"].Select(s => new Sprite(s.Width, s.Height, s.Pixels[..20]))];
        CompletionSet completions = Generate(prompts, threads: 2);
        Assert.All(completions.All, c =>
        {
            Assert.Equal((18, Area), (c.Prompt.Pixels.Length, c.Result.Pixels.Length));
            Assert.Null(c.Truth);
        });
        using var folder = new TemporaryFolder();
        IEnumerable<string?> sheets = completions.SaveSheets(folder.Path, "prompts only").Select(Path.GetFileName);
        Assert.Equal(["side_by_side.png", "prompts.png", "completions.png"], sheets);

        var data = new SpriteDataset("prompts", _data.Palette, _data.Width, _data.Height, [new("dev", _data["dev"]), new("test", prompts)]);
        Assert.Equal(["dev"], FolderEvaluation.ScoredSplits(data));
        string message = Assert.Throws<InputException>(() => ModelEvaluation.Compute(_model, data, ["test"], new EvaluationOptions())).Message;
        Assert.Contains("'test'", message);
    }

    [Fact]
    public void The_evaluation_ignores_partial_sprites_among_complete_ones()
    {
        Sprite[] mixed = [.. _data["dev"], new Sprite(_data.Width, _data.Height, _data["test"][0].Pixels[..20])];
        var data = new SpriteDataset("mixed", _data.Palette, _data.Width, _data.Height, [new("dev", mixed)]);
        string Figures(SpriteDataset of) => ModelEvaluation.Compute(_model, of, ["dev"], new EvaluationOptions()).Report.Splits[0].NllPerPosition!.Aggregate("", (text, v) => $"{text} {v}");
        Assert.Equal(Figures(_data), Figures(data));
    }

    [Fact]
    public void The_true_pixels_after_the_prompt_do_not_change_the_result()
    {
        IEnumerable<int[]> Results(IReadOnlyList<Sprite> sprites) =>
            Generate(sprites).All.Select(c => c.Result.Pixels.ToArray());
        IReadOnlyList<Sprite> test = _data["test"];
        Sprite[] blank = [.. test.Select(s => new Sprite(s.Width, s.Height, [.. s.Pixels[..18], .. new int[Area - 18]]))];
        Assert.Equal(Results(test), Results(blank));
    }

    [Fact]
    public void Best_of_returns_the_candidates_with_the_highest_scores()
    {
        var options = new GenerationOptions { DoSample = true, Seed = 3 };
        Completion[] all = [.. Generate(_data["test"], options with { NumReturnSequences = 8 }, bestOf: 8, threads: 2).All], best = [.. Generate(_data["test"], options with { NumReturnSequences = 2 }, bestOf: 8, threads: 2).All];
        Assert.Equal(10, best.Length);
        double[] scores = CandidateScores.Compute(_model, all, 8, 1, group: null, CancellationToken.None);
        for (int sprite = 0; sprite < 5; sprite++)
        {
            double[] own = scores[(sprite * 8)..((sprite + 1) * 8)];
            Assert.Equal(0, own.Average(), 1e-6);
            Assert.Equal(own.OrderDescending().Take(2), best.Skip(sprite * 2).Take(2).Select(c => c.Score!.Value));
        }

        Assert.All(all, c => Assert.Null(c.Score));
        Assert.Contains("best-of must be at least the number of completions, 2 (got 1)", Assert.Throws<InputException>(() => Generate(_data["test"], options with { NumReturnSequences = 2 }, bestOf: 1)).Message);
    }

    [Fact]
    public void Equal_candidates_are_not_selected_as_long_as_there_are_different_ones()
    {
        var options = new GenerationOptions { DoSample = true, Temperature = 0.05, NumReturnSequences = 4 };
        Completion[] all = [.. Generate(_data["test"], options with { NumReturnSequences = 60 }, threads: 2).All], best = [.. Generate(_data["test"], options, bestOf: 60, threads: 2).All];
        static bool AreDifferent(Completion a, Completion b) => a.Result.Pixels.ToArray().Zip(b.Result.Pixels.ToArray()).Count(p => p.First != p.Second) >= 0.1 * (Area - 18);
        for (int sprite = 0; sprite < 5; sprite++)
        {
            Completion first = best[sprite * 4], second = best[(sprite * 4) + 1];
            Assert.Equal(all.Skip(sprite * 60).Take(60).Any(c => AreDifferent(c, first)), AreDifferent(first, second));
        }
    }

    [Fact]
    public void Parts_of_pictures_are_drawn_and_scored()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        bool[] mask = [.. Enumerable.Range(0, Area).Select(i => i is >= 7 and < 12)];
        var settings = new CompletionSettings { Masks = [mask, null], PromptLengths = [Area, 18], BestOf = 6, Generation = new GenerationOptions { DoSample = true, NumReturnSequences = 2 } };
        Sprite[] sprites = [.. _data["test"].Take(2)];
        IReadOnlyList<Completion> completions = CompletionSet.Generate(model, sprites, settings).All;
        Assert.Equal([mask, mask, null, null], completions.Select(c => c.Mask));
        Assert.All(completions.Take(2), c => Assert.All(Enumerable.Range(0, Area).Where(i => !mask[i]), i => Assert.Equal(sprites[0].Pixels[i], c.Result.Pixels[i])));
        Assert.All(completions, c => Assert.NotNull(c.Score));
        Assert.All(completions.Skip(2), c => Assert.Equal(sprites[1].Pixels[..18].ToArray(), c.Result.Pixels[..18].ToArray()));
    }

    [Fact]
    public void Samples_depend_on_the_seed_but_not_on_the_threads()
    {
        string Sample(ulong seed, int threads) => string.Join('\n',
            Generate(_data["test"], new GenerationOptions { DoSample = true, NumReturnSequences = 3, Seed = seed }, threads: threads).All.Select(c => string.Join(' ', c.Result.Pixels.ToArray())));
        Assert.Equal(Sample(1, 1), Sample(1, 3));
        Assert.NotEqual(Sample(1, 1), Sample(2, 1));
        Assert.Equal(15, Sample(1, 1).Split('\n').Distinct().Count());
    }

    [Fact]
    public void Sheets_and_text_contain_every_sprite()
    {
        CompletionSet completions = Generate(_data["test"]);
        using var folder = new TemporaryFolder();
        IReadOnlyList<string> sheets = completions.SaveSheets(folder.Path, "test");
        Assert.Equal(["side_by_side.png", "prompts.png", "completions.png", "truths.png"], sheets.Select(Path.GetFileName));
        Assert.All(sheets, sheet => Assert.True(PngReader.Read(sheet).Width > TinyModels.Width));
        completions.SaveText(folder["text"]);
        Assert.Equal(completions.All.Select(c => string.Join(' ', c.Result.Pixels.ToArray())), File.ReadAllLines(folder["text"]));
    }

    [Fact]
    public void Generation_and_evaluation_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CompletionSet.Generate(_model, _data["test"], new CompletionSettings { Threads = 2 }, null, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => ModelEvaluation.Compute(_model, _data, ["dev"], new EvaluationOptions { Threads = 2 }, null, source.Token));
    }

    private CompletionSet Generate(IReadOnlyList<Sprite> sprites, GenerationOptions? options = null, int? bestOf = null, int threads = 1) =>
        CompletionSet.Generate(_model, sprites, new CompletionSettings { PromptFraction = 0.6, BestOf = bestOf, Generation = options ?? GenerationOptions.Greedy, Threads = threads });
}
