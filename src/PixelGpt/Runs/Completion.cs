using PixelGpt.Data;

namespace PixelGpt.Runs;

/// <summary>One completed picture.</summary>
/// <param name="Prompt">The pixels that the model was given.</param>
/// <param name="Result">The complete picture: the prompt and the generated pixels.</param>
/// <param name="Truth">The true picture; null if it is not known completely.</param>
public sealed record Completion(Sprite Prompt, Sprite Result, Sprite? Truth)
{
    /// <summary>Whether each pixel was drawn, in raster order; null if those after the prompt were. With a mask, the prompt is the whole picture, and its drawn pixels have no meaning.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>Why the completion was selected among candidates: the probability of the judge that it is real, or the likelihood relative to the other candidates in nats per drawn pixel. Null if there were no candidates.</summary>
    public double? Score { get; init; }

    /// <summary>Returns whether a pixel was drawn rather than given.</summary>
    /// <param name="pixel">Index in raster order.</param>
    internal bool IsDrawn(int pixel) => Mask is { } mask ? mask[pixel] : pixel >= Prompt.Pixels.Length;
}
