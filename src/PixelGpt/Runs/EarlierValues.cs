using System.Globalization;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The values of a recipe with which the first steps of a run were trained, before they were changed when the run was resumed.</summary>
public sealed record EarlierValues
{
    /// <summary>The number of steps of the run when the values were changed.</summary>
    public required long UntilStep { get; init; }

    /// <summary>The learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The learning rate of the weights that Muon updates; 0 for <see cref="LearningRate"/>.</summary>
    public required double MuonLearningRate { get; init; }

    /// <summary>The maximum norm of the gradient; 0 for no gradient clipping.</summary>
    public required double MaxGradNorm { get; init; }

    /// <summary>Whether bad steps were skipped.</summary>
    public required bool SkipBadSteps { get; init; }

    /// <summary>Describes the values as one line.</summary>
    internal string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"until step {UntilStep}: learning rate {LearningRate}{(MuonLearningRate > 0 ? $", learning rate of Muon {MuonLearningRate}" : "")}, {(MaxGradNorm > 0 ? $"gradient norm at most {MaxGradNorm}" : "no gradient clipping")}, bad steps {(SkipBadSteps ? "skipped" : "stop training")}");

    /// <summary>Returns the values of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="step">The number of steps that were trained with it.</param>
    internal static EarlierValues Of(TrainingRecipe recipe, long step) => new()
    {
        UntilStep = step,
        LearningRate = recipe.LearningRate,
        MuonLearningRate = recipe.MuonLearningRate,
        MaxGradNorm = recipe.MaxGradNorm,
        SkipBadSteps = recipe.SkipBadSteps,
    };
}
