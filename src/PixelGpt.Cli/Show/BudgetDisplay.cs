using PixelGpt.Models.Families;
using PixelGpt.Runs.Budget;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints what was chosen for a time budget, and why.</summary>
internal static class BudgetDisplay
{
    /// <summary>Prints a choice.</summary>
    /// <param name="console">The console.</param>
    /// <param name="budget">The time budget.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="isSizeOpen">Whether the preset was chosen too, not only the number of epochs.</param>
    public static void Write(IAnsiConsole console, TimeSpan budget, BudgetChoice choice, bool isSizeOpen)
    {
        (BudgetCandidate chosen, TrainingSpeed speed, int epochs, _) = choice;
        string preset = isSizeOpen ? $"preset {Name(chosen.Preset)}, " : "";
        string limit = epochs == chosen.Training.MostEpochs ? "; more do not make it better" : "";
        console.WriteLine($"budget   {DisplayFormat.Duration(budget)}: {preset}{DisplayFormat.Plural(epochs, "epoch")} of {speed.SecondsPerEpoch:0.00} s as measured, of which the evaluation of dev takes {speed.EvaluationSeconds:0.00} s and saving {speed.SaveSeconds:0.00} s{limit}");
        foreach ((BudgetCandidate larger, int count) in choice.Larger)
            console.WriteLine($"         preset {Name(larger.Preset)} would have {DisplayFormat.Plural(count, "epoch")}; it needs {larger.Training.FewestEpochs} to be better than a smaller one");
        console.WriteLine($"         the same run again: {(isSizeOpen ? $"--preset {Name(chosen.Preset)} " : "")}--epochs {epochs} instead of --budget");
    }

    private static string Name(ModelPreset preset) => preset.ToString().ToLowerInvariant();
}
