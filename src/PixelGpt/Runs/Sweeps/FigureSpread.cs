namespace PixelGpt.Runs.Sweeps;

/// <summary>A figure over the seeds of a setting.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Lowest">The lowest value.</param>
/// <param name="Highest">The highest value.</param>
/// <param name="Text">Mean and range as text.</param>
internal sealed record FigureSpread(double Mean, double Lowest, double Highest, string Text);
