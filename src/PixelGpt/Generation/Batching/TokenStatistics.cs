using PixelGpt.Generation.Sampling;

namespace PixelGpt.Generation.Batching;

/// <summary>What a row of logits says of a pixel. One instance serves one thread.</summary>
internal sealed class TokenStatistics(int vocabulary, int colors)
{
    private readonly double[] _weights = new double[vocabulary];

    /// <summary>How likely a colour was, how uncertain the model (nats), and the likeliest colours.</summary>
    /// <param name="logits">The model's own, [vocabulary].</param>
    /// <param name="chosen">The colour.</param>
    /// <param name="alternatives">How many of the likeliest to name.</param>
    public (float Probability, float Entropy, ColorProbability[] Alternatives) Of(ReadOnlySpan<float> logits, int chosen, int alternatives)
    {
        double total = Distribution.Weights(logits, _weights), greatest = logits[Distribution.ArgMax(logits)], sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            // Of weight 0 is what underflowed, −∞ among it: it adds nothing to the entropy.
            if (_weights[i] > 0) sum += _weights[i] * (logits[i] - greatest);
        }

        double entropy = Math.Log(total) - (sum / total);
        return ((float)(_weights[chosen] / total), (float)Math.Max(0, entropy), Likeliest(Math.Min(alternatives, colors), total));
    }

    /// <summary>The likeliest colours, likeliest first; of equal ones the lowest index.</summary>
    private ColorProbability[] Likeliest(int count, double total)
    {
        var likeliest = new ColorProbability[count];
        for (int i = 0; i < count; i++)
        {
            int best = 0;
            for (int color = 1; color < colors; color++)
            {
                if (_weights[color] > _weights[best]) best = color;
            }

            likeliest[i] = new ColorProbability(best, (float)(_weights[best] / total));
            _weights[best] = -1;
        }

        return likeliest;
    }
}
