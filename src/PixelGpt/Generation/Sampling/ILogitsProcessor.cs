namespace PixelGpt.Generation.Sampling;

/// <summary>
/// A rule that changes the logits of a pixel before its colour is selected. The processors of <see cref="GenerationOptions.Processors"/> are
/// called in their order, after the restrictions to certain colours and the repetition penalty, and before temperature, top-k, top-p, min-p
/// and typical-p of the options.
/// </summary>
public interface ILogitsProcessor
{
    /// <summary>Changes logits in place. A removed colour gets −∞; at least one colour must remain.</summary>
    /// <param name="logits">One logit per colour.</param>
    /// <param name="context">The pixel whose colour is selected, and the picture so far.</param>
    void Process(Span<float> logits, in LogitsContext context);

    /// <summary>Returns the instance for one thread. A processor that changes its fields in <see cref="Process"/> must return a new one.</summary>
    /// <returns>The instance: this one, unless it is overridden.</returns>
    ILogitsProcessor ForThread() => this;
}
