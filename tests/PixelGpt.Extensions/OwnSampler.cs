using PixelGpt.Generation.Sampling;

namespace OwnIdeas;

/// <summary>Makes areas of one colour larger: a colour that neither the left nor the upper neighbour has becomes less probable.</summary>
public sealed class OwnSampler(double strength) : ILogitsProcessor
{
    public void Process(Span<float> logits, in LogitsContext context)
    {
        int? left = context.ColorAt(-1, 0), above = context.ColorAt(0, -1);
        for (int color = 0; color < logits.Length; color++)
        {
            if (color != left && color != above) logits[color] -= (float)strength;
        }
    }
}
