namespace PixelGpt.Models;

/// <summary>The normal distribution that the initial values of a parameter are drawn from.</summary>
/// <param name="Mean">Mean of the distribution.</param>
/// <param name="StandardDeviation">Standard deviation of the distribution; 0 for a constant.</param>
public readonly record struct Initializer(float Mean, float StandardDeviation)
{
    /// <summary>The constant 0.</summary>
    public static Initializer Zeros => new(0, 0);

    /// <summary>The constant 1.</summary>
    public static Initializer Ones => new(1, 0);

    /// <summary>Creates a normal distribution with mean 0.</summary>
    /// <param name="standardDeviation">Standard deviation of the distribution.</param>
    /// <returns>The distribution.</returns>
    public static Initializer Normal(float standardDeviation) => new(0, standardDeviation);
}
