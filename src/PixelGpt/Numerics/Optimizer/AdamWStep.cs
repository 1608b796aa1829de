namespace PixelGpt.Numerics;

/// <summary>The scalars of one AdamW step.</summary>
/// <param name="LearningRate">Learning rate.</param>
/// <param name="Beta1">Decay rate β₁ of the average gradient.</param>
/// <param name="Beta2">Decay rate β₂ of the average squared gradient.</param>
/// <param name="Epsilon">Value ε added to the denominator, after the square root.</param>
/// <param name="WeightDecay">Decoupled weight decay λ: parameters are multiplied by 1 − LearningRate · λ.</param>
/// <param name="Step">Number of the step, counted from 1.</param>
/// <param name="GradientScale">Factor applied to the gradient first (gradient clipping); 1 for none.</param>
internal readonly record struct AdamWStep(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, long Step, float GradientScale = 1);
