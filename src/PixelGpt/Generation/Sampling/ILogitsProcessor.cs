namespace PixelGpt.Generation.Sampling;

/// <summary>Changes the scores of the next pixel's colours before one is drawn. Removed colours get −∞.</summary>
internal interface ILogitsProcessor
{
    /// <summary>Changes logits [vocabulary] in place.</summary>
    void Process(Span<float> logits);
}
