namespace PixelGpt.Evaluation;

/// <summary>The progress of an evaluation.</summary>
/// <param name="Stage">Description of the current stage.</param>
/// <param name="Completed">Number of pictures completed in this stage.</param>
/// <param name="Total">Number of pictures in this stage.</param>
/// <param name="Fraction">Completed fraction of the whole evaluation, 0 to 1.</param>
public readonly record struct EvaluationProgress(string Stage, int Completed, int Total, double Fraction);
