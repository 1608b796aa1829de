namespace PixelGpt.Generation.Sampling;

/// <summary>A rule that changes logits before a colour is selected. Removed colours get −∞.</summary>
internal interface ILogitsProcessor
{
    /// <summary>Changes logits in place.</summary>
    /// <param name="logits">One logit per colour.</param>
    /// <param name="pixels">The pixels so far, the prompt included.</param>
    void Process(Span<float> logits, ReadOnlySpan<int> pixels);
}
