namespace PixelGpt.Generation.Sampling;

/// <summary>Penalises colours that the picture already contains (Keskar et al. 2019): positive logits are divided by the penalty, negative ones multiplied by it.</summary>
internal sealed class RepetitionPenaltyProcessor(double penalty, int colors) : ILogitsProcessor
{
    private readonly float _penalty = (float)penalty;
    private readonly bool[] _seen = new bool[colors];

    public void Process(Span<float> logits, in LogitsContext context)
    {
        Array.Clear(_seen);
        foreach (int pixel in context.Pixels) _seen[pixel] = true;
        for (int i = 0; i < logits.Length; i++)
        {
            if (_seen[i]) logits[i] = logits[i] < 0 ? logits[i] * _penalty : logits[i] / _penalty;
        }
    }
}
