namespace PixelGpt.Generation.Sampling;

/// <summary>Keeps the k most likely colours, and any as likely as the last of them (Fan et al. 2018).</summary>
internal sealed class TopKProcessor(int k) : ILogitsProcessor
{
    private float[] _sorted = [];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        if (k >= logits.Length) return;
        if (_sorted.Length != logits.Length) _sorted = new float[logits.Length];
        logits.CopyTo(_sorted);
        Array.Sort(_sorted);
        float least = _sorted[^k];
        foreach (ref float logit in logits)
        {
            if (logit < least) logit = float.NegativeInfinity;
        }
    }
}
