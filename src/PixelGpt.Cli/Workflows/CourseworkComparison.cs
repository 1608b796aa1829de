using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Runs;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>The figures of a model on the test split of the built-in creatures beside those of the coursework's model.</summary>
internal sealed class CourseworkComparison
{
    private readonly SplitEvaluation _test;

    private CourseworkComparison(SplitEvaluation test) => _test = test;

    /// <summary>Creates the comparison; null if the figures of the coursework's model are for other pictures or prompts.</summary>
    public static CourseworkComparison? Create(EvaluationReport report, SpriteDataset data, TrainingRecipe recipe)
    {
        SplitEvaluation? test = report.Splits.FirstOrDefault(s => s.Split == SpriteDataset.Test);
        bool isComparable = test is not null && recipe.PromptFraction == CourseworkFigures.PromptFraction && data.Checksum() == CourseworkFigures.DatasetChecksum;
        return isComparable ? new CourseworkComparison(test!) : null;
    }

    /// <summary>Prints both models side by side.</summary>
    public void Write(IAnsiConsole console)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumn("test").AddColumn(new TableColumn("this model").RightAligned()).AddColumn(new TableColumn("coursework's GPT-2").RightAligned());
        table.AddRow("NLL per pixel (nats)", DisplayFormat.Nats(_test.Nll), DisplayFormat.Nats(CourseworkFigures.Nll));
        table.AddRow("NLL per completed pixel (nats)", DisplayFormat.Nats(_test.NllCompleted), DisplayFormat.Nats(CourseworkFigures.NllCompleted));
        table.AddRow("accuracy, greedy", DisplayFormat.Percent(_test.Accuracy), DisplayFormat.Percent(CourseworkFigures.Accuracy));
        table.AddRow("foreground accuracy, greedy", DisplayFormat.Percent(ForegroundAccuracy), DisplayFormat.Percent(CourseworkFigures.ForegroundAccuracy));
        console.WriteFitted(table);
        console.WriteLine($"The figures of the coursework's GPT-2 are those of: {CourseworkFigures.Command} (seed 0)");
    }

    /// <summary>Returns the figures of the coursework's model.</summary>
    public JsonObject ToJson() => new()
    {
        ["command"] = CourseworkFigures.Command,
        ["split"] = _test.Split,
        ["nll"] = CourseworkFigures.Nll,
        ["nll_completed"] = CourseworkFigures.NllCompleted,
        ["accuracy"] = CourseworkFigures.Accuracy,
        ["foreground_accuracy"] = CourseworkFigures.ForegroundAccuracy,
    };

    private double? ForegroundAccuracy => _test.Completions is [var greedy, ..] ? greedy.ForegroundAccuracy : null;
}
