namespace PixelGpt.Generation.Sampling;

/// <summary>Keeps the k most likely colours, and any as likely as the last of them (Fan et al. 2018).</summary>
internal sealed class TopKProcessor(int k) : ILogitsProcessor
{
    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        if (k < logits.Length) Distribution.RemoveBelow(logits, Distribution.KthGreatest(logits, k));
    }
}
