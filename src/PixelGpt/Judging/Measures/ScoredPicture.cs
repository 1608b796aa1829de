namespace PixelGpt.Judging.Measures;

/// <summary>The logit of a picture that is known to be real or not.</summary>
/// <param name="Logit">Logit of the probability that the picture is real.</param>
/// <param name="Label">1 if the picture is real, 0 if not.</param>
/// <param name="Weight">Weight of the picture in means.</param>
internal readonly record struct ScoredPicture(double Logit, int Label, double Weight)
{
    /// <summary>Creates scored pictures with weights such that real and other pictures have half of the total weight each.</summary>
    /// <param name="real">Logits of real pictures.</param>
    /// <param name="others">Logits of other pictures.</param>
    /// <returns>The scored pictures.</returns>
    public static ScoredPicture[] Balanced(IReadOnlyList<double> real, IReadOnlyList<double> others)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(others);
        return [.. real.Select(s => new ScoredPicture(s, 1, 0.5 / real.Count)), .. others.Select(s => new ScoredPicture(s, 0, 0.5 / others.Count))];
    }

    /// <summary>Computes the weighted mean cross-entropy in nats.</summary>
    /// <param name="pictures">The scored pictures, at least one.</param>
    /// <param name="temperature">Temperature that logits are divided by.</param>
    /// <returns>The mean cross-entropy.</returns>
    public static double CrossEntropy(IReadOnlyList<ScoredPicture> pictures, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Sum(p => p.Weight * BinaryLoss.CrossEntropy(p.Logit / temperature, p.Label)) / pictures.Sum(p => p.Weight);
    }
}
