namespace PixelGpt.Judging.Measures;

/// <summary>What a judge said of a picture whose kind is known.</summary>
/// <param name="Logit">The logit of the probability that it is real.</param>
/// <param name="Label">1 for real, 0 for not.</param>
/// <param name="Weight">How much it counts.</param>
public readonly record struct ScoredPicture(double Logit, int Label, double Weight)
{
    /// <summary>Real pictures and others, weighted so that each side counts half, whatever their numbers.</summary>
    public static ScoredPicture[] Balanced(IReadOnlyList<double> real, IReadOnlyList<double> others)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(others);
        return [.. real.Select(s => new ScoredPicture(s, 1, 0.5 / real.Count)), .. others.Select(s => new ScoredPicture(s, 0, 0.5 / others.Count))];
    }

    /// <summary>Mean cross entropy in nats, at a temperature that logits are divided by.</summary>
    public static double CrossEntropy(IReadOnlyList<ScoredPicture> pictures, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Sum(p => p.Weight * BinaryLoss.CrossEntropy(p.Logit / temperature, p.Label)) / pictures.Sum(p => p.Weight);
    }
}
