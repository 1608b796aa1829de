namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Keeps the colours whose surprise is nearest to the distribution's entropy, until their probabilities reach p
/// (Meister et al. 2023), as transformers does.
/// </summary>
internal sealed class TypicalPProcessor(double p) : ILogitsProcessor
{
    private double[] _distances = [];
    private int[] _order = [];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        if (_order.Length != logits.Length) (_distances, _order) = (new double[logits.Length], new int[logits.Length]);
        float max = logits[PixelChooser.ArgMax(logits)];
        double total = 0, entropy = 0;
        foreach (float logit in logits) total += Math.Exp(logit - max);
        double logTotal = max + Math.Log(total);
        foreach (float logit in logits)
        {
            if (!float.IsNegativeInfinity(logit)) entropy -= Math.Exp(logit - logTotal) * (logit - logTotal);
        }

        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
            _distances[i] = Math.Abs(logTotal - logits[i] - entropy);
        }

        Array.Sort(_distances, _order);
        double mass = 0;
        int last = 0;
        for (; last < _order.Length - 1; last++)
        {
            mass += Math.Exp(logits[_order[last]] - logTotal);
            if (mass >= p) break;
        }

        for (int i = last + 1; i < _order.Length; i++)
        {
            if (_distances[i] > _distances[last]) logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
