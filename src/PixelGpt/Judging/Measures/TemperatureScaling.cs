namespace PixelGpt.Judging.Measures;

/// <summary>Temperature scaling (Guo et al. 2017): logits are divided by one number, the temperature, so that probabilities are calibrated. The order of the pictures does not change.</summary>
internal static class TemperatureScaling
{
    private const double Min = 0.05, Max = 20;

    /// <summary>Finds the temperature with the lowest cross-entropy.</summary>
    /// <param name="pictures">Scored pictures that were not used in training.</param>
    /// <returns>The temperature, 0.05 to 20; 1 if no other value reduces the cross-entropy.</returns>
    public static double Fit(IReadOnlyList<ScoredPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);

        // Golden-section search over log temperature: the cross-entropy is convex in 1/temperature, so it has a single minimum.
        double ratio = (Math.Sqrt(5) - 1) / 2, low = Math.Log(Min), high = Math.Log(Max);
        double Loss(double logarithm) => ScoredPicture.CrossEntropy(pictures, Math.Exp(logarithm));
        while (high - low > 1e-6)
        {
            double a = high - (ratio * (high - low)), b = low + (ratio * (high - low));
            if (Loss(a) <= Loss(b)) high = b;
            else low = a;
        }

        double best = Math.Exp((low + high) / 2);
        return ScoredPicture.CrossEntropy(pictures, best) < ScoredPicture.CrossEntropy(pictures) ? best : 1;
    }
}
