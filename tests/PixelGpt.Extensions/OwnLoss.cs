using PixelGpt.Models;

namespace OwnIdeas;

/// <summary>The focal loss (Lin et al. 2017), −(1 − p)^γ · log p with the probability p of the correct colour: easy pixels count less.</summary>
public sealed class OwnLoss(double gamma) : IPixelLoss
{
    public string Name => FormattableString.Invariant($"focal({gamma})");

    public double Compute(ReadOnlySpan<float> logits, PixelTarget target, Span<float> gradient)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) max = Math.Max(max, logit);
        foreach (float logit in logits) sum += Math.Exp(logit - max);
        double logP = logits[target.Color] - max - Math.Log(sum), p = Math.Exp(logP), rest = Math.Max(1 - p, 1e-12);

        // dL/dz = p · dL/dp · (δ − softmax(z)), where δ is 1 for the correct colour.
        double slope = (gamma * p * Math.Pow(rest, gamma - 1) * logP) - Math.Pow(rest, gamma);
        for (int color = 0; color < logits.Length; color++)
            gradient[color] = (float)(slope * ((color == target.Color ? 1 : 0) - (Math.Exp(logits[color] - max) / sum)));
        return -Math.Pow(rest, gamma) * logP;
    }
}
