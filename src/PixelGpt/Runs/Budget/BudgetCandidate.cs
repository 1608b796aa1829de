using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace PixelGpt.Runs.Budget;

/// <summary>A model that could be trained within a time budget.</summary>
/// <param name="Preset">The preset that the model is made from.</param>
/// <param name="Config">The configuration of the model.</param>
/// <param name="Recipe">The recipe; its number of epochs is not used.</param>
internal sealed record BudgetCandidate(ModelPreset Preset, ModelConfig Config, TrainingRecipe Recipe)
{
    /// <summary>The numbers of epochs that make sense for the model.</summary>
    public PresetTraining Training => PresetRecipe.Of(Config.Family, Preset);
}
