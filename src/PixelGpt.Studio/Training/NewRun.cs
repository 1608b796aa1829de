using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>A run to start.</summary>
/// <param name="Id">The name of the run, which becomes its id; null to derive it from the data set and the model type.</param>
/// <param name="Dataset">The id of the data set.</param>
/// <param name="ModelType">The model's family.</param>
/// <param name="Preset">The preset: tiny, small or base.</param>
/// <param name="Recipe">The hyperparameters.</param>
internal sealed record NewRun(string? Id, string Dataset, string ModelType, string Preset, TrainingRecipe Recipe);
