using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>A picture to complete.</summary>
/// <param name="Prompt">The first pixels of the picture in raster order, at least one.</param>
/// <param name="Length">The number of pixels of the whole picture, the prompt included.</param>
/// <param name="Stream">The random stream: requests with the same seed and different streams get independent random numbers.</param>
/// <param name="Width">The width of the picture in pixels; required only for <see cref="GenerationOptions.Symmetry"/> and for models of pictures of any size.</param>
public readonly record struct CompletionRequest(ReadOnlyMemory<int> Prompt, int Length, ulong Stream = 0, int Width = 0)
{
    /// <summary>The height of the picture in pixels; required only for models of pictures of any size.</summary>
    public int Height { get; init; }

    /// <summary>The locked pixels: one entry per pixel of the picture, a palette index or −1 if the pixel is not locked. Empty if no pixel is locked.</summary>
    public ReadOnlyMemory<int> Locked { get; init; }

    /// <summary>Creates a request whose prompt is the first fraction of a sprite's pixels.</summary>
    /// <param name="sprite">The sprite; its known pixels must cover the prompt.</param>
    /// <param name="promptFraction">The prompt fraction, between 0 and 1.</param>
    /// <param name="index">Index of the request among several with the same seed; selects the random stream.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">The sprite has fewer known pixels than the prompt needs.</exception>
    public static CompletionRequest Of(Sprite sprite, double promptFraction, int index)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        return new CompletionRequest(SequenceViews.Test(sprite, promptFraction), sprite.Width * sprite.Height, (ulong)(uint)index << 32, sprite.Width) { Height = sprite.Height };
    }

    /// <summary>Creates a request whose prompt is all known pixels of a sprite.</summary>
    /// <param name="prompt">The partial sprite.</param>
    /// <param name="index">Index of the request among several with the same seed; selects the random stream.</param>
    /// <returns>The request.</returns>
    public static CompletionRequest Of(Sprite prompt, int index)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new CompletionRequest(prompt.Pixels.ToArray(), prompt.Width * prompt.Height, (ulong)(uint)index << 32, prompt.Width) { Height = prompt.Height };
    }

    /// <summary>The size of the picture.</summary>
    internal PictureContext Picture => new(Width, Height);

    /// <summary>Returns the request for one of several completions of this picture: with its own random stream, and limited to <see cref="GenerationOptions.MaxLength"/>.</summary>
    internal CompletionRequest Sample(int sample, GenerationOptions options) =>
        this with { Length = Math.Min(Length, options.MaxLength ?? int.MaxValue), Stream = Stream + (uint)sample };
}
