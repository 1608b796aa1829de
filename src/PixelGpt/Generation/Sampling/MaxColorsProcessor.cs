namespace PixelGpt.Generation.Sampling;

/// <summary>Removes all colours that the picture does not contain yet, once it has the maximum number of colours.</summary>
internal sealed class MaxColorsProcessor(int maximum, int colors) : ILogitsProcessor
{
    private readonly bool[] _seen = new bool[colors];

    public void Process(Span<float> logits, in LogitsContext context)
    {
        Array.Clear(_seen);
        foreach (int pixel in context.Pixels) _seen[pixel] = true;
        if (_seen.AsSpan().Count(true) < maximum) return;
        for (int i = 0; i < logits.Length; i++)
        {
            if (!_seen[i]) logits[i] = float.NegativeInfinity;
        }
    }
}
