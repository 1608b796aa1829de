using System.Runtime.CompilerServices;
using PixelGpt.Data;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>The short way to finish pictures. Who finishes many keeps a <see cref="PixelDecoder"/>, who serves many callers a <see cref="BatchingDecoder"/>.</summary>
public static class ModelCompletion
{
    /// <summary>Finishes a picture.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="prompt">The picture's first pixels, at least one: see <see cref="Sprite.FirstPixels"/>.</param>
    /// <param name="options">How pixels are chosen, and how many completions there are; null for the likeliest colours.</param>
    /// <param name="threads">Threads that draw, all of the machine's if null; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> pictures.</returns>
    /// <exception cref="InputException">An option makes no sense, or prompt and picture do not fit the model.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, Sprite prompt, GenerationOptions? options = null, int? threads = null, CancellationToken cancellationToken = default) =>
        model.Complete([prompt], options, threads, cancellationToken);

    /// <summary>Finishes pictures, each with a chance of its own; the completions of one follow one another.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="prompts">The pictures' first pixels, at least one each.</param>
    /// <param name="options">How pixels are chosen, and how many completions there are of each; null for the likeliest colours.</param>
    /// <param name="threads">Threads that draw, all of the machine's if null; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <exception cref="InputException">An option makes no sense, or a prompt and its picture do not fit the model.</exception>
    public static IReadOnlyList<Sprite> Complete(this PixelModel model, IReadOnlyList<Sprite> prompts, GenerationOptions? options = null, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        options ??= GenerationOptions.Greedy;
        using var decoder = new PixelDecoder(model, threads ?? Environment.ProcessorCount);
        int[][] pixels = decoder.Complete([.. prompts.Select(CompletionRequest.Of)], options, null, cancellationToken);
        return [.. pixels.Select((p, i) => new Sprite(prompts[i / options.NumReturnSequences].Width, prompts[i / options.NumReturnSequences].Height, p))];
    }

    /// <summary>Finishes a picture and tells each pixel as it is drawn, with what the model thought of it.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="prompt">The picture's first pixels, at least one.</param>
    /// <param name="options">How pixels are chosen, and how many completions there are; null for the likeliest colours.</param>
    /// <param name="alternatives">How many of the likeliest colours of each pixel to name, 0 to 8.</param>
    /// <param name="cancellationToken">Gives up at the next pixel; so does leaving the loop.</param>
    /// <exception cref="InputException">An option makes no sense, or prompt and picture do not fit the model.</exception>
    /// <returns>The pixels; those of one completion in raster order.</returns>
    public static async IAsyncEnumerable<DrawnPixel> CompleteAsync(
        this PixelModel model, Sprite prompt, GenerationOptions? options = null, int alternatives = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= GenerationOptions.Greedy;
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = Math.Min(options.NumReturnSequences, Environment.ProcessorCount) });
        await foreach (DrawnPixel pixel in decoder.StreamAsync(CompletionRequest.Of(prompt, 0), options, alternatives, cancellationToken).ConfigureAwait(false)) yield return pixel;
    }
}
