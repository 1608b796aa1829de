namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Removes all colours except the smallest set of most probable colours whose total probability reaches p (Holtzman et
/// al. 2020). As in transformers, a colour is removed if it and all less probable ones together have at most 1 − p; the
/// most probable colour always remains.
/// </summary>
internal sealed class TopPProcessor(double p) : ILogitsProcessor
{
    private double[] _weights = [];
    private int[] _order = [];

    public ILogitsProcessor ForThread() => new TopPProcessor(p);

    public void Process(Span<float> logits, in LogitsContext context)
    {
        if (_order.Length != logits.Length) (_weights, _order) = (new double[logits.Length], new int[logits.Length]);
        double total = Distribution.Weights(logits, _weights), limit = (1 - p) * total, below = 0;

        // Colours that are this rare are removed without sorting: even all of them together are below the limit.
        double rare = limit / (logits.Length + 1);
        int count = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double weight = _weights[i];
            if (weight < rare)
            {
                below += weight;
                logits[i] = float.NegativeInfinity;
                continue;
            }

            (_weights[count], _order[count]) = (weight, i);
            count++;
        }

        Array.Sort(_weights, _order, 0, count);
        for (int i = 0; i < count - 1; i++)
        {
            below += _weights[i];
            if (below > limit) break;
            logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
