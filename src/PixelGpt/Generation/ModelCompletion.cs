using System.Runtime.CompilerServices;
using PixelGpt.Data;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;

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
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> completions.</returns>
    /// <exception cref="InputException">An option is out of range, or the picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, Sprite prompt, GenerationOptions? options = null, int? threads = null, CancellationToken cancellationToken = default) =>
        model.Complete([prompt], options, threads, cancellationToken);

    /// <summary>Completes several pictures, each with its own random stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The partial sprites whose known pixels, at least one each, are the prompts.</param>
    /// <param name="options">How colours are selected and how many completions are generated per picture; null for one greedy completion.</param>
    /// <param name="threads">Number of threads to use; null for all processors. Results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> completions per prompt; those of the same prompt are consecutive.</returns>
    /// <exception cref="InputException">An option is out of range, or a picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, IReadOnlyList<Sprite> prompts, GenerationOptions? options = null, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        options ??= GenerationOptions.Greedy;
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount);
        int[][] pixels = decoder.Complete([.. prompts.Select(CompletionRequest.Of)], options, null, cancellationToken);
        return [.. pixels.Select((p, i) => new Sprite(prompts[i / options.NumReturnSequences].Width, prompts[i / options.NumReturnSequences].Height, p))];
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
