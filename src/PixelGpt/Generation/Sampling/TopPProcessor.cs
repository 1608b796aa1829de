namespace PixelGpt.Generation.Sampling;

/// <summary>
/// Keeps the smallest set of most likely colours whose probabilities reach p (Holtzman et al. 2020): as in
/// transformers, a colour goes if it and all less likely ones together have at most 1 − p; the likeliest always stays.
/// </summary>
internal sealed class TopPProcessor(double p) : ILogitsProcessor
{
    private float[] _sorted = [];
    private int[] _order = [];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        if (_sorted.Length != logits.Length) (_sorted, _order) = (new float[logits.Length], new int[logits.Length]);
        logits.CopyTo(_sorted);
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        Array.Sort(_sorted, _order);
        float max = _sorted[^1];
        double total = 0, below = 0;
        foreach (float logit in _sorted) total += Math.Exp(logit - max);
        for (int i = 0; i < _sorted.Length - 1; i++)
        {
            below += Math.Exp(_sorted[i] - max) / total;
            if (below <= 1 - p) logits[_order[i]] = float.NegativeInfinity;
        }
    }
}
