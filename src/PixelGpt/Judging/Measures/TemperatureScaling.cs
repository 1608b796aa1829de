namespace PixelGpt.Judging.Measures;

/// <summary>The one number that logits are divided by so that probabilities are calibrated (Guo et al. 2017); it changes no order.</summary>
public static class TemperatureScaling
{
    private const double Least = 0.05, Most = 20;

    /// <summary>The temperature of 0.05 to 20 that makes the cross entropy least; 1 where no other makes it less.</summary>
    /// <param name="pictures">Scored pictures that nothing was trained on.</param>
    public static double Fit(IReadOnlyList<ScoredPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);

        // Golden section over the logarithm: the cross entropy is convex in 1/temperature, so it has one lowest point.
        double ratio = (Math.Sqrt(5) - 1) / 2, low = Math.Log(Least), high = Math.Log(Most);
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
