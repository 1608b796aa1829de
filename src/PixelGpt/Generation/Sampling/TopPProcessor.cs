namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Keeps the smallest set of most likely colours whose probabilities reach p (Holtzman et al. 2020): as in
/// transformers, a colour goes if it and all less likely ones together have at most 1 − p; the likeliest always stays.
/// </summary>
internal sealed class TopPProcessor(double p) : ILogitsProcessor
{
    private double[] _weights = [];
    private int[] _order = [];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        if (_order.Length != logits.Length) (_weights, _order) = (new double[logits.Length], new int[logits.Length]);
        double total = Distribution.Weights(logits, _weights), gone = (1 - p) * total, below = 0;

        // What is so rare that as many colours of its kind would go together need not be sorted.
        double rare = gone / (logits.Length + 1);
        int left = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double weight = _weights[i];
            if (weight < rare)
            {
                below += weight;
                logits[i] = float.NegativeInfinity;
                continue;
            }

            (_weights[left], _order[left]) = (weight, i);
            left++;
        }

        Array.Sort(_weights, _order, 0, left);
        for (int i = 0; i < left - 1; i++)
        {
            below += _weights[i];
            if (below > gone) break;
            logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
