namespace PixelGpt.Generation.Sampling;

/// <summary>Changes the scores of the next pixel's colours before one is drawn. Removed colours get −∞.</summary>
internal interface ILogitsProcessor
{
    /// <summary>Changes logits in place.</summary>
    /// <param name="logits">A number a colour.</param>
    /// <param name="pixels">The picture so far, the prompt included.</param>
    void Process(Span<float> logits, ReadOnlySpan<int> pixels);
}
