using System.Text;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Judging;
using PixelGpt.Judging.Measures;
using PixelGpt.Judging.Negatives;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Judging;

/// <summary>Judges of stripe sprites, from training to verdicts.</summary>
public class JudgeTrainingTests
{
    private static readonly JudgeRecipe Recipe = new() { Copies = 2, GeneratorEpochs = 2, NegativeRounds = 2, Epochs = 3, HeldOutKinds = false, Seed = 5 };

    private static readonly SpriteDataset Data = TinyModels.Dataset(24, 8, 8);

    /// <summary>A trained judge for tests that do not change it.</summary>
    private static readonly Lazy<Judge> Trained = new(() => Train(Data, Recipe));

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        Dictionary<string, string> one = Files(Train(Data, Recipe with { HeldOutKinds = true }, 1));
        Assert.Equal(["colormap.txt", "config.json", "head.safetensors", "judge.json", "model.safetensors"], one.Keys.Order());
        foreach (int threads in (int[])[2, 3]) Assert.Equal(one, Files(Train(Data, Recipe with { HeldOutKinds = true }, threads)));
        Assert.NotEqual(one["head.safetensors"], Files(Train(Data, Recipe with { HeldOutKinds = true, Seed = 6 }, 2))["head.safetensors"]);
    }

    [Fact]
    public void The_test_split_affects_only_the_test_figures()
    {
        Sprite[] others = [.. Data["test"].Select(s => new Sprite(s.Width, s.Height, [.. s.Pixels.ToArray().Reverse()]))];
        Judge judge = Trained.Value, other = Train(With("test", others), Recipe), without = Train(With("test", []), Recipe);
        foreach (Judge same in (Judge[])[other, without])
        {
            Dictionary<string, string> expected = Files(judge), actual = Files(same);
            foreach (string name in (string[])["model.safetensors", "head.safetensors", "config.json", "colormap.txt"]) Assert.Equal(expected[name], actual[name]);
            Assert.Equal((judge.Record.Threshold, judge.Record.Temperature, judge.Record.BestEpoch), (same.Record.Threshold, same.Record.Temperature, same.Record.BestEpoch));
            Assert.Equal(judge.Record.Dev.Kinds, same.Record.Dev.Kinds);
        }

        Assert.NotEqual(judge.Record.Test!.Auc, other.Record.Test!.Auc);
        Assert.Null(without.Record.Test);
        Assert.Empty(without.Record.References);
    }

    [Fact]
    public void Partial_test_sprites_are_not_used()
    {
        Sprite[] halves = [.. Data["test"].Select(s => new Sprite(s.Width, s.Height, s.Pixels[..18]))];
        Judge judge = Train(With("test", halves), Recipe with { HeldOutKinds = true });
        Assert.Null(judge.Record.Test);
        Assert.Equal(judge.Record.Negatives.Select(n => n.Kind), judge.Record.HeldOutKinds.Select(k => k.Kind));
    }

    [Fact]
    public void A_judge_distinguishes_stripes_from_negatives()
    {
        Judge judge = Train(Data, Recipe with { GeneratorEpochs = 12, Copies = 4, Epochs = 12, HeldOutKinds = true });
        JudgeRecord record = judge.Record;
        Assert.True(record.Test!.Auc > 0.9, $"AUC {record.Test.Auc}");
        Assert.True(record.HeldOutKinds.Average(k => k.Auc) > 0.7, $"AUC on held-out kinds {record.HeldOutKinds.Average(k => k.Auc)}");

        // At least 90 % of the 8 dev sprites must reach the threshold, that is, all 8.
        Assert.Equal(1, record.Dev.PassRate);
        Assert.Equal(["true pictures", "white", "repeat last row", "mirror", "nearest prefix", "solid colour"], record.References.Select(s => s.Name));
        Assert.True(record.References[0].Rate > record.References[1].Rate);
    }

    [Fact]
    public void Load_returns_the_saved_judge()
    {
        Judge judge = Trained.Value;
        using var folder = new TemporaryFolder();
        judge.Save(folder["judge"]);
        var again = Judge.Load(folder["judge"]);
        Assert.Equal(judge.Score(Data["test"], 1), again.Score(Data["test"], 2));
        Assert.Equal(judge.Record.ToJson(), again.Record.ToJson());
        Assert.Contains("would be overwritten", Assert.Throws<InputException>(() => judge.Save(folder["judge"])).Message);
    }

    [Fact]
    public void Compute_returns_the_rates_of_the_sets_and_of_the_references()
    {
        Judge judge = Trained.Value;
        Sprite[] truths = [.. Data["dev"]];
        var rates = DetectionRates.Compute(judge, [new PictureSet("mine", Data["train"]), new PictureSet("others", truths)], new ReferencePictures(truths, Data["train"], 18), 2);
        Assert.Equal([24, 8], rates.Sets.Select(s => s.Pictures));
        Assert.Equal(6, rates.References.Count);
        IReadOnlyList<Verdict> verdicts = judge.Score(truths, 1);
        int real = verdicts.Count(v => v.IsReal);
        Assert.Equal(real / 8.0, rates.Sets[1].Rate);
        Assert.Equal(WilsonInterval.Of(real, 8), (rates.Sets[1].Low, rates.Sets[1].High));
        Assert.All(verdicts, v => Assert.Equal(v.IsReal, v.Probability >= judge.Threshold));
        Assert.Equal(rates.Sets[1] with { Name = "true pictures" }, rates.References[0]);
        Assert.Contains("\"rate\"", rates.ToJson());
        DetectionRate rate = new PictureJudge(judge).Judge(truths, 3);
        Assert.Equal((rates.Sets[1].Rate, rates.Sets[1].Low, rates.Sets[1].High), (rate.Rate, rate.Low, rate.High));
        Assert.Contains("stripes (seed 5)", rate.Judge);
        Assert.Contains("no pictures", Assert.Throws<InputException>(() => DetectionRates.Compute(judge, [new PictureSet("none", [])], 1)).Message);
    }

    [Fact]
    public void Baseline_completions_contain_the_prompt()
    {
        // The prompt is rows 1, 2 and 2.
        Sprite[] sprites = [Rows(1, 2, 2, 4, 5)], train = [Rows(7, 7, 7, 7, 7), Rows(1, 2, 3, 8, 9)];
        Dictionary<string, int[]> completions = BaselineCompletions.Of(sprites, 3 * TinyModels.Width, train)
            .ToDictionary(w => w.Name, w => Enumerable.Range(0, TinyModels.Height).Select(row => w.Pictures[0].Pixels[row * TinyModels.Width]).ToArray());
        Assert.Equal([1, 2, 2, 0, 0], completions["white"]);
        Assert.Equal([1, 2, 2, 2, 2], completions["solid colour"]);
        Assert.Equal([1, 2, 2, 2, 2], completions["repeat last row"]);
        Assert.Equal([1, 2, 2, 2, 2], completions["mirror"]);
        Assert.Equal([1, 2, 2, 8, 9], completions["nearest prefix"]);
    }

    [Fact]
    public void Additional_kinds_of_negatives_are_used()
    {
        Judge judge = Train(Data, Recipe, additionalKinds: [new CompletionNegatives("mine", "completions of a run", TinyModels.PixelModel(), 1)]);
        Assert.Equal(["splice", "rows", "blocks", "recolor", "early", "late", "mine"], judge.Record.Negatives.Select(n => n.Kind));
        Assert.Equal(7, judge.Record.Test!.Kinds.Count);
        Assert.Contains("'late'", Assert.Throws<InputException>(() => new JudgeTraining(Data, Recipe, [new CompletionNegatives("late", "", TinyModels.PixelModel(), 1)], 1)).Message);
    }

    [Fact]
    public void Pictures_and_data_sets_that_do_not_fit_are_rejected()
    {
        Judge judge = Trained.Value;
        Assert.Contains("picture 1 has 2×2 pixels", Assert.Throws<InputException>(() => judge.Score([Data["test"][0], new Sprite(2, 2, [0, 0, 0, 0])], 1)).Message);
        Assert.Contains("5 of 30 pixels", Assert.Throws<InputException>(() => judge.Score([new Sprite(6, 5, [0, 0, 0, 0, 0])], 1)).Message);
        Assert.Contains("index 11", Assert.Throws<InputException>(() => judge.Score([new Sprite(6, 5, [.. Enumerable.Repeat(11, 30)])], 1)).Message);
        Assert.Contains("'dev' must have at least 2 complete sprites for a judge (got 1)", Assert.Throws<InputException>(() => new JudgeTraining(With("dev", [Data["dev"][0]]), Recipe, [], 1)).Message);
    }

    [Fact]
    public void Run_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new JudgeTraining(Data, Recipe, [], 2).Run(new EpochListener(source.Cancel), source.Token));
    }

    [Theory]
    [InlineData("judge.json", "{", "judge.json")]
    [InlineData("judge.json", "null", "it is empty")]
    [InlineData("head.safetensors", "x", "head.safetensors")]
    [InlineData("model.safetensors", "x", "model.safetensors")]
    [InlineData("colormap.txt", "x", "colormap.txt")]
    public void Load_reports_damage_in_one_line(string file, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        Trained.Value.Save(folder["judge"]);
        File.WriteAllText(Path.Combine(folder["judge"], file), content);
        string message = Assert.Throws<InputException>(() => Judge.Load(folder["judge"])).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    private static Judge Train(SpriteDataset data, JudgeRecipe recipe, int threads = 2, IReadOnlyList<INegativeKind>? additionalKinds = null) =>
        new JudgeTraining(data, recipe, additionalKinds ?? [], threads).Run(new EpochListener(() => { }));

    private static Sprite Rows(params int[] colors) => new(TinyModels.Width, TinyModels.Height, [.. colors.SelectMany(c => Enumerable.Repeat(c, TinyModels.Width))]);

    private static SpriteDataset With(string split, IReadOnlyList<Sprite> sprites) =>
        new(Data.Name, Data.Palette, Data.Width, Data.Height, Data.Splits.Select(s => s.Key == split ? KeyValuePair.Create(split, sprites) : s));

    private static Dictionary<string, string> Files(Judge judge)
    {
        using var folder = new TemporaryFolder();
        judge.Save(folder["judge"]);
        return Directory.GetFiles(folder["judge"]).ToDictionary(f => Path.GetFileName(f)!, f => Path.GetExtension(f) == ".json" ? Encoding.UTF8.GetString(File.ReadAllBytes(f)) : Convert.ToHexString(File.ReadAllBytes(f)));
    }

    private sealed class EpochListener(Action onEpoch) : IJudgeListener
    {
        public void StageStarted(string what, string unit, long total)
        {
        }

        public void StageAdvanced(long done)
        {
        }

        public void GeneratorEpochDone(int epoch, int epochs, double loss, double devLoss) => onEpoch();

        public void JudgeTrained(string? without, double devArea)
        {
        }
    }
}
