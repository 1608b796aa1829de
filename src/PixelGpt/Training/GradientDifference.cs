namespace PixelGpt.Training;

/// <summary>The derivative of the loss in one direction of one parameter, by the backward pass and by a finite difference.</summary>
/// <param name="Parameter">Name of the parameter.</param>
/// <param name="Gradient">The derivative by the backward pass.</param>
/// <param name="FiniteDifference">The derivative by a finite difference of the loss, which has errors of float32 of about 0.01.</param>
public sealed record GradientDifference(string Parameter, double Gradient, double FiniteDifference)
{
    /// <summary>Whether the two agree, within the errors of a finite difference in float32.</summary>
    public bool Agrees => Math.Abs(Gradient - FiniteDifference) <= 0.02 + (0.01 * Math.Abs(Gradient));
}
