using System.Runtime.CompilerServices;
using PixelGpt.Data;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Generation;

/// <summary>
/// Extension methods that complete pictures in one call. Create a <see cref="PixelDecoder"/> to complete many pictures, or
/// a <see cref="BatchingDecoder"/> to serve many callers.
/// </summary>
public static class ModelCompletion
{
    /// <summary>Completes a picture.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The partial sprite whose known pixels, at least one, are the prompt.</param>
    /// <param name="options">How colours are selected and how many completions are generated; null for one greedy completion.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="device">The device that computes logits; null for the processor. The caller disposes of it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> completions.</returns>
    /// <exception cref="InputException">An option is out of range, or the picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, Sprite prompt, GenerationOptions? options = null, int? threads = null, ComputeDevice? device = null, CancellationToken cancellationToken = default) =>
        model.Complete([prompt], options, threads, device, cancellationToken);

    /// <summary>Completes several pictures, each with its own random stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The partial sprites whose known pixels, at least one each, are the prompts.</param>
    /// <param name="options">How colours are selected and how many completions are generated per picture; null for one greedy completion.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="device">The device that computes logits; null for the processor. The caller disposes of it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> completions per prompt; those of the same prompt are consecutive.</returns>
    /// <exception cref="InputException">An option is out of range, or a picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, IReadOnlyList<Sprite> prompts, GenerationOptions? options = null, int? threads = null, ComputeDevice? device = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        options ??= GenerationOptions.Greedy;
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount, group: null, device);
        int[][] pixels = decoder.Complete([.. prompts.Select(CompletionRequest.Of)], options, null, cancellationToken);
        return [.. pixels.Select((p, i) => new Sprite(prompts[i / options.NumReturnSequences].Width, prompts[i / options.NumReturnSequences].Height, p))];
    }

    /// <summary>Draws any pixels of a picture, given all others.</summary>
    /// <param name="model">The model. Unless the pixels to draw are the last ones in raster order, it must support any pixel order.</param>
    /// <param name="picture">The complete picture; the colours of the pixels to draw have no effect.</param>
    /// <param name="mask">Whether each pixel is to be drawn, in raster order; at least one pixel must be given.</param>
    /// <param name="options">How colours are selected and how many results are generated; null for one greedy result.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="device">The device that computes logits; null for the processor. The caller disposes of it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> pictures, in which the given pixels are unchanged.</returns>
    /// <exception cref="InputException">An option is out of range, the picture or mask does not fit, or the model does not support the mask.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Fill(
        this PixelModel model, Sprite picture, ReadOnlySpan<bool> mask, GenerationOptions? options = null, int? threads = null, ComputeDevice? device = null, CancellationToken cancellationToken = default)
    {
        var request = CompletionRequest.Of(picture, mask, 0);
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount, group: null, device);
        return [.. decoder.Complete([request], options ?? GenerationOptions.Greedy, null, cancellationToken).Select(p => new Sprite(picture.Width, picture.Height, p))];
    }

    /// <summary>Draws new pictures. The first pixel has the background colour; the model draws all others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="width">Width of the pictures.</param>
    /// <param name="height">Height of the pictures.</param>
    /// <param name="options">How colours are selected, usually by sampling, and how many pictures are generated.</param>
    /// <param name="sameColors">Whether all pictures have only colours of the first one.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="group">The processes that share the pictures, each of which gets all; null for this process only.</param>
    /// <param name="device">The device that computes logits; null for the processor. The caller disposes of it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> pictures.</returns>
    /// <exception cref="InputException">An option is out of range, or the size does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Generate(
        this PixelModel model, int width, int height, GenerationOptions options, bool sameColors = false, int? threads = null, IProcessGroup? group = null, ComputeDevice? device = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        model.CheckSize(width, height);
        GenerationOptions each = options with { NumReturnSequences = 1 };
        CompletionRequest[] requests = [.. Enumerable.Range(0, options.NumReturnSequences).Select(i => CompletionRequest.Of(new Sprite(width, height, [0]), i))];
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount, group, device);
        int[][] pixels = decoder.Complete(sameColors ? requests[..1] : requests, each, null, cancellationToken);
        if (sameColors) pixels = [.. pixels, .. decoder.Complete(requests[1..], each with { Colors = [.. pixels[0].Distinct()] }, null, cancellationToken)];
        return [.. pixels.Select(p => new Sprite(width, height, p))];
    }

    /// <summary>Draws parts of a picture again.</summary>
    /// <param name="model">The model, which must support any pixel order.</param>
    /// <param name="picture">The complete picture.</param>
    /// <param name="variation">Which pixels are drawn again, and what is kept.</param>
    /// <param name="options">How colours are selected and how many variations are generated.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="group">The processes that share the pictures, each of which gets all; null for this process only.</param>
    /// <param name="device">The device that computes logits; null for the processor. The caller disposes of it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> variations, each of other pixels.</returns>
    /// <exception cref="InputException">An option is out of range, the picture does not fit, nothing is left to draw, or the model does not support it.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Vary(
        this PixelModel model, Sprite picture, VariationOptions variation, GenerationOptions options, int? threads = null, IProcessGroup? group = null, ComputeDevice? device = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(variation);
        ArgumentNullException.ThrowIfNull(options);
        return Vary(model, picture, variation, options, threads, group, device, cancellationToken, out _);
    }

    /// <summary>Draws parts of a picture again, and returns which pixels each variation drew.</summary>
    /// <inheritdoc cref="Vary(PixelModel, Sprite, VariationOptions, GenerationOptions, int?, IProcessGroup?, ComputeDevice?, CancellationToken)"/>
    internal static IReadOnlyList<Sprite> Vary(
        PixelModel model, Sprite picture, VariationOptions variation, GenerationOptions options, int? threads, IProcessGroup? group, ComputeDevice? device, CancellationToken cancellationToken, out bool[][] masks)
    {
        variation.Validate();
        InputException.Check(options.NumReturnSequences is >= 1 and <= GenerationOptions.MaxSequences, "num-return-sequences", options.NumReturnSequences, $"1 to {GenerationOptions.MaxSequences}");
        masks = [.. Enumerable.Range(0, options.NumReturnSequences).Select(i => variation.DrawMask(picture, options.Seed, (ulong)i))];
        CompletionRequest[] requests = [.. masks.Select((mask, i) => CompletionRequest.Of(picture, mask, i))];
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount, group, device);
        GenerationOptions each = variation.Restrict(options, picture, model.Palette.Count) with { NumReturnSequences = 1 };
        return [.. decoder.Complete(requests, each, null, cancellationToken).Select(p => new Sprite(picture.Width, picture.Height, p))];
    }

    /// <summary>Completes a picture and returns each pixel as soon as it is generated.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The partial sprite whose known pixels, at least one, are the prompt.</param>
    /// <param name="options">How colours are selected and how many completions are generated; null for one greedy completion.</param>
    /// <param name="alternatives">Number of most probable colours to return with each pixel, 0 to <see cref="BatchingDecoder.MaxAlternatives"/>.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel. Leaving the loop also stops generation.</param>
    /// <returns>The generated pixels; those of one completion are in raster order.</returns>
    /// <exception cref="InputException">An option is out of range, or the picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static async IAsyncEnumerable<GeneratedPixel> CompleteAsync(
        this PixelModel model, Sprite prompt, GenerationOptions? options = null, int alternatives = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= GenerationOptions.Greedy;
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = Math.Min(options.NumReturnSequences, Environment.ProcessorCount) });
        await foreach (GeneratedPixel pixel in decoder.StreamAsync(CompletionRequest.Of(prompt, 0), options, alternatives, cancellationToken).ConfigureAwait(false)) yield return pixel;
    }
}
