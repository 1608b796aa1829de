namespace PixelGpt.Generation.Sampling;

/// <summary>Divides logits by the temperature.</summary>
internal sealed class TemperatureProcessor(double temperature) : ILogitsProcessor
{
    private readonly float _temperature = (float)temperature;

    public void Process(Span<float> logits, in LogitsContext context)
    {
        foreach (ref float logit in logits) logit /= _temperature;
    }
}
