using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>A picture to complete.</summary>
/// <param name="Prompt">The given pixels of the picture, at least one: the first ones in raster order, unless the request was created with a mask.</param>
/// <param name="Length">The number of pixels of the whole picture, the prompt included.</param>
/// <param name="Stream">The random stream: requests with the same seed and different streams get independent random numbers.</param>
/// <param name="Width">The width of the picture in pixels; required only for <see cref="GenerationOptions.Symmetry"/> and for models of pictures of any size.</param>
public readonly record struct CompletionRequest(ReadOnlyMemory<int> Prompt, int Length, ulong Stream = 0, int Width = 0)
{
    /// <summary>The height of the picture in pixels; required only for models of pictures of any size.</summary>
    public int Height { get; init; }

    /// <summary>The locked pixels: one entry per pixel of the picture, a palette index or −1 if the pixel is not locked. Empty if no pixel is locked.</summary>
    public ReadOnlyMemory<int> Locked { get; init; }

    /// <summary>The client that sends the request. The waiting pictures of clients take turns in a <see cref="Batching.BatchingDecoder"/>; the result does not depend on it.</summary>
    public string Client
    {
        get => field ?? "";
        init;
    }

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

    /// <summary>Creates a request to draw some pixels of a picture, given all others. Requires a model for any pixel order, unless the pixels to draw are the last ones in raster order.</summary>
    /// <param name="picture">The complete picture; the colours of the pixels to draw have no effect.</param>
    /// <param name="mask">Whether each pixel is to be drawn, in raster order; at least one pixel must be given.</param>
    /// <param name="index">Index of the request among several with the same seed; selects the random stream.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">The picture is partial, the mask has another size, or no pixel is given.</exception>
    public static CompletionRequest Of(Sprite picture, ReadOnlySpan<bool> mask, int index)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (!picture.IsComplete) throw new InputException($"a picture with a mask must be complete (got {picture.Pixels.Length} of {picture.Width * picture.Height} pixels)");
        if (mask.Length != picture.Pixels.Length) throw new InputException($"the mask must have one entry per pixel of the picture, {picture.Pixels.Length} (got {mask.Length})");
        bool[] given = new bool[mask.Length];
        for (int i = 0; i < given.Length; i++) given[i] = !mask[i];
        if (!given.Contains(true)) throw new InputException("the mask must leave at least one pixel given (got none)");
        var order = PixelOrder.Of(given);
        int[] prompt = new int[given.Count(g => g)];
        if (order is null) picture.Pixels[..prompt.Length].CopyTo(prompt);
        else order.ToSequence(picture.Pixels, prompt);
        return new CompletionRequest(prompt, mask.Length, (ulong)(uint)index << 32, picture.Width) { Height = picture.Height, Order = order };
    }

    /// <summary>The order of the pixels in the sequence; null for raster order.</summary>
    internal PixelOrder? Order { get; private init; }

    /// <summary>The size of the picture, and the order of its pixels.</summary>
    internal PictureContext Picture => new(Width, Height) { Order = Order };

    /// <summary>Returns the raster index of the pixel at a position of the sequence.</summary>
    internal int PixelAt(int position) => Order?.PixelAt(position) ?? position;

    /// <summary>Returns the position of a pixel in the sequence.</summary>
    internal int PositionOf(int pixel) => Order?.PositionOf(pixel) ?? pixel;

    /// <summary>The pixels to generate as indices in raster order, in the order in which they are generated.</summary>
    internal int[] GeneratedPixels
    {
        get
        {
            int[] pixels = new int[Length - Prompt.Length];
            for (int i = 0; i < pixels.Length; i++) pixels[i] = PixelAt(Prompt.Length + i);
            return pixels;
        }
    }

    /// <summary>Returns all pixels of the picture in raster order.</summary>
    /// <param name="sequence">All pixels in the order of the sequence; returned if that is raster order.</param>
    internal int[] ToRaster(int[] sequence)
    {
        if (Order is null) return sequence;
        int[] raster = new int[sequence.Length];
        Order.ToRaster<int>(sequence, raster);
        return raster;
    }

    /// <summary>Returns the request for one of several completions of this picture: with its own random stream, and limited to <see cref="GenerationOptions.MaxLength"/>.</summary>
    internal CompletionRequest Sample(int sample, GenerationOptions options) =>
        this with { Length = Math.Min(Length, options.MaxLength ?? int.MaxValue), Stream = Stream + (uint)sample };
}
