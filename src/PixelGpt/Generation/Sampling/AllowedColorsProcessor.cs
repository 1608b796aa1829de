namespace PixelGpt.Generation.Sampling;

/// <summary>Keeps the given colours only.</summary>
internal sealed class AllowedColorsProcessor : ILogitsProcessor
{
    private readonly bool[] _allowed;

    public AllowedColorsProcessor(IEnumerable<int> allowed, int colors)
    {
        _allowed = new bool[colors];
        foreach (int color in allowed) _allowed[color] = true;
    }

    public void Process(Span<float> logits, ReadOnlySpan<int> pixels)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            if (!_allowed[i]) logits[i] = float.NegativeInfinity;
        }
    }
}
