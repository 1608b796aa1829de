namespace PixelGpt.Generation.Sampling;

/// <summary>Removes all colours except the given ones.</summary>
internal sealed class AllowedColorsProcessor : ILogitsProcessor
{
    private readonly bool[] _allowed;

    public AllowedColorsProcessor(IEnumerable<int> allowed, int colors)
    {
        _allowed = new bool[colors];
        foreach (int color in allowed) _allowed[color] = true;
    }

    public void Process(Span<float> logits, in LogitsContext context)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            if (!_allowed[i]) logits[i] = float.NegativeInfinity;
        }
    }
}
