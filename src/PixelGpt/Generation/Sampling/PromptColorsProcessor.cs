namespace PixelGpt.Generation.Sampling;

/// <summary>Removes all colours that the picture does not contain yet. As no other colour is ever generated, the colours of the prompt remain.</summary>
internal sealed class PromptColorsProcessor(int colors) : ILogitsProcessor
{
    private readonly bool[] _seen = new bool[colors];

    public void Process(Span<float> logits, in LogitsContext context)
    {
        Array.Clear(_seen);
        foreach (int pixel in context.Pixels) _seen[pixel] = true;
        for (int i = 0; i < logits.Length; i++)
        {
            if (!_seen[i]) logits[i] = float.NegativeInfinity;
        }
    }
}
