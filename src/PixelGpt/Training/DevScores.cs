namespace PixelGpt.Training;

/// <summary>The scores of a model on the dev split.</summary>
/// <param name="Loss">Mean cross-entropy per pixel, in nats.</param>
/// <param name="Accuracy">Accuracy of greedy completions, from 0 to 1; NaN if the loss is not finite.</param>
public readonly record struct DevScores(double Loss, double Accuracy);
