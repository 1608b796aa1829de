using PixelGpt.Data;

namespace PixelGpt.Generation;

/// <summary>A picture to finish.</summary>
/// <param name="Prompt">Its first pixels in raster order: at least one.</param>
/// <param name="Length">How many pixels it has in all.</param>
/// <param name="Stream">What tells its chance from that of other pictures of the same seed.</param>
/// <param name="Width">Pixels a row; only <see cref="GenerationOptions.Symmetry"/> asks for it.</param>
public readonly record struct CompletionRequest(ReadOnlyMemory<int> Prompt, int Length, ulong Stream = 0, int Width = 0)
{
    /// <summary>Pixels that are to come out so wherever they lie: an index for each of the picture, −1 where the model is free; empty where it is everywhere.</summary>
    public ReadOnlyMemory<int> Locked { get; init; }

    /// <summary>The request to finish a sprite from the first share of its pixels, as one of several with chances of their own.</summary>
    /// <param name="sprite">The sprite, known at least as far as <paramref name="promptFraction"/> asks.</param>
    /// <param name="promptFraction">The share of the picture that is given.</param>
    /// <param name="index">Which of several it is, from 0.</param>
    /// <exception cref="InputException">The sprite is not known far enough.</exception>
    public static CompletionRequest Of(Sprite sprite, double promptFraction, int index)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        return new CompletionRequest(SequenceViews.Test(sprite, promptFraction), sprite.Width * sprite.Height, (ulong)(uint)index << 32, sprite.Width);
    }
    /// <summary>The request to go on where a sprite's known pixels end, as one of several with chances of their own.</summary>
    /// <param name="prompt">The sprite's first pixels.</param>
    /// <param name="index">Which of several it is, from 0.</param>
    public static CompletionRequest Of(Sprite prompt, int index)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new CompletionRequest(prompt.Pixels.ToArray(), prompt.Width * prompt.Height, (ulong)(uint)index << 32, prompt.Width);
    }

    /// <summary>One of several completions of this picture, with a chance of its own, no longer than asked for.</summary>
    internal CompletionRequest Sample(int sample, GenerationOptions options) =>
        this with { Length = Math.Min(Length, options.MaxLength ?? int.MaxValue), Stream = Stream + (uint)sample };
}
