namespace PixelGpt.Generation.Sampling;

/// <summary>Removes colours whose probability is less than p times that of the most probable colour (Nguyen et al. 2024).</summary>
internal sealed class MinPProcessor(double p) : ILogitsProcessor
{
    private readonly float _margin = (float)Math.Log(p);

    public void Process(Span<float> logits, in LogitsContext context)
    {
        Distribution.RemoveBelow(logits, logits[Distribution.ArgMax(logits)] + _margin);
    }
}
