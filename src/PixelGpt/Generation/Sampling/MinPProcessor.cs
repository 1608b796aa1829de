namespace PixelGpt.Generation.Sampling;

/// <summary>Keeps the colours at least p times as likely as the likeliest (Nguyen et al. 2024).</summary>
internal sealed class MinPProcessor(double p) : ILogitsProcessor
{
    private readonly float _margin = (float)Math.Log(p);

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        Distribution.RemoveBelow(logits, logits[Distribution.ArgMax(logits)] + _margin);
    }
}
