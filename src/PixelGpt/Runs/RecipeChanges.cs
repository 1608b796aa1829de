using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The values of a recipe that can change when a run is resumed, for example after its loss has become NaN. A value that is null does not change.</summary>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="MuonLearningRate">The learning rate of the weights that Muon updates.</param>
/// <param name="MaxGradNorm">The maximum norm of the gradient.</param>
/// <param name="SkipBadSteps">Whether to skip bad steps.</param>
internal sealed record RecipeChanges(int? Epochs = null, double? LearningRate = null, double? MuonLearningRate = null, double? MaxGradNorm = null, bool? SkipBadSteps = null)
{
    /// <summary>Returns a recipe with the changes.</summary>
    /// <param name="recipe">The recipe of the run.</param>
    /// <exception cref="InputException">A value is invalid, or the number of epochs changes although the schedule was computed for it.</exception>
    public TrainingRecipe Apply(TrainingRecipe recipe)
    {
        if (Epochs is { } count && count != recipe.Epochs && recipe.LrSchedulerType == LearningRateScheduleType.Cosine)
            throw new InputException($"epochs cannot be changed to {count}: the cosine schedule of the run was computed for {recipe.Epochs} epochs; start a new run with that number");
        return (recipe with
        {
            Epochs = Epochs ?? recipe.Epochs,
            LearningRate = LearningRate ?? recipe.LearningRate,
            MuonLearningRate = MuonLearningRate ?? recipe.MuonLearningRate,
            MaxGradNorm = MaxGradNorm ?? recipe.MaxGradNorm,
            SkipBadSteps = SkipBadSteps ?? recipe.SkipBadSteps,
        }).Validate();
    }
}
