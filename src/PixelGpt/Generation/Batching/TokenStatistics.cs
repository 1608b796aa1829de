using PixelGpt.Generation.Sampling;

namespace PixelGpt.Generation.Batching;

/// <summary>Computes the token statistics of one generated pixel from the model's logits. One instance serves one thread.</summary>
internal sealed class TokenStatistics(int vocabulary, int colors)
{
    private readonly double[] _weights = new double[vocabulary];

    /// <summary>Computes the probability of a colour, the entropy of the distribution (nats) and the most probable colours.</summary>
    /// <param name="logits">The model's logits, [vocabulary].</param>
    /// <param name="chosen">The selected colour.</param>
    /// <param name="alternatives">Number of most probable colours to return.</param>
    public (float Probability, float Entropy, ColorProbability[] Alternatives) Of(ReadOnlySpan<float> logits, int chosen, int alternatives)
    {
        double total = Distribution.Weights(logits, _weights), max = logits[Distribution.ArgMax(logits)], sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            // Logits of −∞ have weight 0 and would make the product NaN.
            if (_weights[i] > 0) sum += _weights[i] * (logits[i] - max);
        }

        double entropy = Math.Log(total) - (sum / total);
        return ((float)(_weights[chosen] / total), (float)Math.Max(0, entropy), MostProbable(Math.Min(alternatives, colors), total));
    }

    /// <summary>Returns the most probable colours, most probable first; ties go to the lower index. Overwrites their weights.</summary>
    private ColorProbability[] MostProbable(int count, double total)
    {
        var result = new ColorProbability[count];
        for (int i = 0; i < count; i++)
        {
            int best = 0;
            for (int color = 1; color < colors; color++)
            {
                if (_weights[color] > _weights[best]) best = color;
            }

            result[i] = new ColorProbability(best, (float)(_weights[best] / total));
            _weights[best] = -1;
        }

        return result;
    }
}
