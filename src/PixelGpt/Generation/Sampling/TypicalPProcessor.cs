namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Keeps the colours whose surprise is nearest to the distribution's entropy, until their probabilities reach p
/// (Meister et al. 2023), as transformers does.
/// </summary>
internal sealed class TypicalPProcessor(double p) : ILogitsProcessor
{
    private double[] _weights = [];
    private double[] _distances = [];
    private int[] _order = [];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        int colors = logits.Length;
        if (_order.Length != colors) (_weights, _distances, _order) = (new double[colors], new double[colors], new int[colors]);
        double total = Distribution.Weights(logits, _weights), logTotal = logits[Distribution.ArgMax(logits)] + Math.Log(total), entropy = 0;
        int left = 0;
        for (int i = 0; i < colors; i++)
        {
            if (float.IsNegativeInfinity(logits[i])) continue;
            entropy += _weights[i] / total * (logTotal - logits[i]);
            _order[left++] = i;
        }

        for (int i = 0; i < left; i++) _distances[i] = Math.Abs(logTotal - logits[_order[i]] - entropy);
        Array.Sort(_distances, _order, 0, left);
        double mass = 0;
        int last = 0;
        for (; last < left - 1; last++)
        {
            mass += _weights[_order[last]] / total;
            if (mass >= p) break;
        }

        for (int i = last + 1; i < left; i++)
        {
            if (_distances[i] > _distances[last]) logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
