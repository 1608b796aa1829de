using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Tests.Evaluation;
using PixelGpt.Tests.Fuzzing.Targets;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

/// <summary>Tests that files of earlier versions, in which some properties had other names, can be read.</summary>
public sealed class LegacyNamesTests : IDisposable
{
    private static readonly (string Old, string New)[] Names = [("\"keep\"", "\"prompt_fraction\""), ("\"keep_best\"", "\"best_metric\""), ("\"memorisation\"", "\"memorization\""), ("\"fid\"", "\"frechet\""), ("\"kid_deviation\"", "\"kernel_deviation\"")];

    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_run_with_old_names_resumes_and_saves_new_names()
    {
        TrainingRecipe recipe = RunFixture.Recipe with { PromptFraction = 0.5, BestMetric = SelectionMetric.DevLoss };
        RunFolder folder = _fixture.Train("run", recipe, stopAfter: 5);
        AssertNewNamesOnly(folder.Record, "\"prompt_fraction\": 0.5", "\"best_metric\": \"dev_loss\"");
        ReplaceByOldNames(folder.Record);
        Assert.Contains("\"keep_best\": \"dev_loss\"", File.ReadAllText(folder.Record));
        Assert.Equal(recipe, TrainingRecord.Load(folder.Record).Recipe);
        Assert.Equal(recipe, RecipeFile.Load(folder.Record));
        Assert.Equal(0.5, RunDefaults.Load(folder).PromptFraction);
        _fixture.Resume(folder, epochs: 4);
        RunFixture.AssertSame(_fixture.Train("uninterrupted", recipe with { Epochs = 4 }), folder);
        AssertNewNamesOnly(folder.Record, "\"prompt_fraction\": 0.5", "\"best_metric\": \"dev_loss\"");
    }

    [Fact]
    public void An_evaluation_with_old_names_can_be_compared()
    {
        RunFolder folder = _fixture.Train("run");
        EvaluationReport report = ModelEvaluation.Compute(PixelModel.Load(folder.Path), _fixture.Data, ["dev"], new EvaluationOptions { Protocols = [new DistanceSetup(DistanceProtocol.Completed, new ProjectedPixels())] }).Report;
        report.Save(folder.Evaluation);
        AssertNewNamesOnly(folder.Evaluation, "\"prompt_fraction\": 0.6", "\"memorization\": {");
        ReplaceByOldNames(folder.Evaluation);
        var old = EvaluationReport.Load(folder.Evaluation);
        Assert.Equal(report.ToJson(), old.ToJson());
        var comparison = RunComparison.Of([new ComparedRun("old", old), new ComparedRun("new", report)]);
        Assert.Contains(comparison.Figures, f => f.Key == "greedy.copies_whole");
        Assert.Contains(comparison.Figures, f => f.Key == "greedy.fid_completed");
    }

    [Fact]
    public void A_split_may_have_an_old_name()
    {
        RunFolder folder = _fixture.Create("run");
        TrainingRecord record = TrainingRecord.Load(folder.Record);
        DataDescription dataset = record.Dataset with { Splits = new Dictionary<string, int> { ["keep"] = 3, ["prompt_fraction"] = 4 } };
        (record with { Dataset = dataset }).Save(folder.Record);
        Assert.Equal(dataset.Splits, TrainingRecord.Load(folder.Record).Dataset.Splits);
    }

    [Fact]
    public void A_judge_record_with_old_names_is_read()
    {
        using var folder = new TemporaryFolder();
        string json = JudgeRecordTarget.Valid.Replace("\"prompt_fraction\": 0.6", "\"keep\": 0.25", StringComparison.Ordinal);
        JudgeRecord record = Judge.LoadRecord(folder.Write("judge.json", json));
        Assert.Equal(0.25, record.Recipe.PromptFraction);
        Assert.Contains("\"prompt_fraction\": 0.25", record.ToJson());
        Assert.DoesNotContain("\"keep\"", record.ToJson());
    }

    [Theory]
    [InlineData("keep", "prompt_fraction", "0.5")]
    [InlineData("keep_best", "best_metric", "\"loss\"")]
    public void An_old_and_a_new_name_together_are_refused(string old, string name, string value)
    {
        RunFolder folder = _fixture.Create("run");
        File.WriteAllText(folder.Record, File.ReadAllText(folder.Record).Replace($"\"{name}\":", $"\"{old}\": {value}, \"{name}\":", StringComparison.Ordinal));
        string recipe = Path.Combine(folder.Path, "recipe.json");
        File.WriteAllText(recipe, $$"""{ "{{name}}": {{value}}, "{{old}}": {{value}} }""");
        AssertNamesBoth(folder.Record, () => TrainingRecord.Load(folder.Record));
        AssertNamesBoth(recipe, () => RecipeFile.Load(recipe));
        if (name == "prompt_fraction") AssertNamesBoth(folder.Record, () => RunDefaults.Load(folder));

        void AssertNamesBoth(string path, Func<object> read)
        {
            string message = Assert.Throws<InputException>(read).Message;
            Assert.StartsWith(path + ": ", message);
            Assert.Contains($"'{old}' is the old name of '{name}'", message);
        }
    }

    private static void ReplaceByOldNames(string path) =>
        File.WriteAllText(path, Names.Aggregate(File.ReadAllText(path), (text, name) => text.Replace(name.New, name.Old, StringComparison.Ordinal)));

    private static void AssertNewNamesOnly(string path, params string[] expected)
    {
        string text = File.ReadAllText(path);
        Assert.All(Names, name => Assert.DoesNotContain(name.Old, text));
        Assert.All(expected, part => Assert.Contains(part, text));
    }
}
