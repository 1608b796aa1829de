namespace PixelGpt.Generation.Sampling;

/// <summary>Keeps the colours that the picture already has: since no other is ever drawn, they are those of its prompt.</summary>
internal sealed class PromptColorsProcessor(int colors) : ILogitsProcessor
{
    private readonly bool[] _seen = new bool[colors];

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        Array.Clear(_seen);
        foreach (int pixel in pixels) _seen[pixel] = true;
        for (int i = 0; i < logits.Length; i++)
        {
            if (!_seen[i]) logits[i] = float.NegativeInfinity;
        }
    }
}
