namespace PixelGpt.Training;

/// <summary>How a preset is trained.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="FewestEpochs">The number of epochs from which this preset is better than the next smaller one that is trained for the same time.</param>
/// <param name="MostEpochs">The number of epochs after which more epochs do not make the model better.</param>
internal sealed record PresetTraining(TrainingRecipe Recipe, int FewestEpochs, int MostEpochs);
