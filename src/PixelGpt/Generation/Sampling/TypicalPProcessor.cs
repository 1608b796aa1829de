namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Removes all colours except those whose surprisal is nearest to the entropy of the distribution and whose total
/// probability reaches p: locally typical sampling (Meister et al. 2023), as in transformers.
/// </summary>
internal sealed class TypicalPProcessor(double p) : ILogitsProcessor
{
    private double[] _weights = [];
    private double[] _distances = [];
    private int[] _order = [];

    public ILogitsProcessor ForThread() => new TypicalPProcessor(p);

    public void Process(Span<float> logits, in LogitsContext context)
    {
        int colors = logits.Length;
        if (_order.Length != colors) (_weights, _distances, _order) = (new double[colors], new double[colors], new int[colors]);
        double total = Distribution.Weights(logits, _weights), logTotal = logits[Distribution.ArgMax(logits)] + Math.Log(total), entropy = 0;
        int count = 0;
        for (int i = 0; i < colors; i++)
        {
            if (float.IsNegativeInfinity(logits[i])) continue;
            entropy += _weights[i] / total * (logTotal - logits[i]);
            _order[count++] = i;
        }

        for (int i = 0; i < count; i++) _distances[i] = Math.Abs(logTotal - logits[_order[i]] - entropy);
        Array.Sort(_distances, _order, 0, count);
        double mass = 0;
        int last = 0;
        for (; last < count - 1; last++)
        {
            mass += _weights[_order[last]] / total;
            if (mass >= p) break;
        }

        for (int i = last + 1; i < count; i++)
        {
            if (_distances[i] > _distances[last]) logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
