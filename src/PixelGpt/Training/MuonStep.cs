namespace PixelGpt.Training;

/// <summary>The scalars of one Muon step.</summary>
/// <param name="LearningRate">Learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay λ: weights are multiplied by 1 − LearningRate · λ.</param>
/// <param name="GradientScale">Factor applied to the gradient first (gradient clipping); 1 for none.</param>
internal readonly record struct MuonStep(double LearningRate, double WeightDecay, float GradientScale);
