namespace PixelGpt.Generation.Sampling;

/// <summary>Removes all colours except the k most probable and those that tie with the last of them (Fan et al. 2018).</summary>
internal sealed class TopKProcessor(int k) : ILogitsProcessor
{
    public void Process(Span<float> logits, in LogitsContext context)
    {
        if (k < logits.Length) Distribution.RemoveBelow(logits, Distribution.KthGreatest(logits, k));
    }
}
