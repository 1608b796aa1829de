using System.Runtime.CompilerServices;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Inference;

/// <summary>A picture of any size to complete. What does not fit the model is drawn in parts, of which each sees the earlier ones.</summary>
internal sealed class PictureRequest
{
    private readonly CompletionRequest? _whole;
    private readonly IReadOnlyList<PicturePart> _parts;
    private readonly bool _anyOrder;

    private PictureRequest(CompletionRequest? whole, IReadOnlyList<PicturePart> parts, bool anyOrder, int[] given) => (_whole, _parts, _anyOrder, Given) = (whole, parts, anyOrder, given);

    /// <summary>The given pixels in raster order, and −1 for those to draw.</summary>
    public int[] Given { get; }

    /// <summary>The number of given pixels.</summary>
    public int GivenCount => Given.Length - DrawnCount;

    /// <summary>The number of pixels to draw.</summary>
    public int DrawnCount => _whole is { } whole ? whole.Length - whole.Prompt.Length : _parts.Sum(part => part.Pixels.Count);

    /// <summary>Whether the model sees exactly the picture: neither a part of it nor a margin around it.</summary>
    public bool IsWhole => _whole is not null;

    /// <summary>The client, which takes turns with others.</summary>
    public string Client { get; set; } = "";

    /// <summary>Creates the request for a picture that fits the model.</summary>
    public static PictureRequest Whole(CompletionRequest request)
    {
        int[] sequence = [.. request.Prompt.Span, .. Enumerable.Repeat(-1, request.Length - request.Prompt.Length)];
        return new PictureRequest(request, [], false, request.ToRaster(sequence));
    }

    /// <summary>Creates the request for a picture of any size.</summary>
    /// <param name="picture">The complete picture; the colours of the pixels to draw have no effect.</param>
    /// <param name="mask">Whether each pixel is to be drawn, in raster order.</param>
    /// <param name="sizes">The sizes that the model draws at once.</param>
    /// <param name="anyOrder">Whether the model sees all given pixels; otherwise only those above and to the left of each pixel it draws.</param>
    public static PictureRequest InParts(Sprite picture, ReadOnlySpan<bool> mask, ModelSizes sizes, bool anyOrder)
    {
        IReadOnlyList<PicturePart> parts = PictureParts.Of(picture.Width, picture.Height, mask, sizes, anyOrder);
        int[] given = [.. picture.Pixels];
        for (int i = 0; i < given.Length; i++)
        {
            if (mask[i]) given[i] = 0;
        }

        foreach (int at in parts.SelectMany(part => part.Pixels)) given[at] = -1;
        return new PictureRequest(null, parts, anyOrder, given);
    }

    /// <summary>Completes the picture and returns each pixel as soon as it is drawn. The first part is queued by the call.</summary>
    /// <inheritdoc cref="BatchingDecoder.StreamAsync"/>
    public IAsyncEnumerable<GeneratedPixel> StreamAsync(BatchingDecoder decoder, GenerationOptions options, int alternatives, CancellationToken cancellationToken)
    {
        if (_whole is { } whole) return decoder.StreamAsync(whole with { Client = Client }, options, alternatives, cancellationToken);
        int[][] pictures = [.. Enumerable.Range(0, options.NumReturnSequences).Select(_ => Array.ConvertAll(Given, color => Math.Max(0, color)))];
        if (_parts.Count == 0) return AsyncEnumerable.Empty<GeneratedPixel>();
        IAsyncEnumerable<GeneratedPixel> first = decoder.StreamAsync(RequestOf(0, pictures[0], 0), options, alternatives, cancellationToken);
        return DrawPartsAsync(decoder, first, pictures, options, alternatives, cancellationToken);
    }

    /// <summary>Completes the picture.</summary>
    /// <inheritdoc cref="BatchingDecoder.CompleteAsync"/>
    public async Task<IReadOnlyList<GeneratedPicture>> CompleteAsync(BatchingDecoder decoder, GenerationOptions options, int alternatives, CancellationToken cancellationToken)
    {
        if (_whole is { } whole) return await decoder.CompleteAsync(whole with { Client = Client }, options, alternatives, cancellationToken);
        var pictures = new PictureAssembler(this, options.NumReturnSequences);
        await foreach (GeneratedPixel pixel in StreamAsync(decoder, options, alternatives, cancellationToken)) _ = pictures.Add(pixel);
        return [.. pictures.All];
    }

    private async IAsyncEnumerable<GeneratedPixel> DrawPartsAsync(
        BatchingDecoder decoder, IAsyncEnumerable<GeneratedPixel> first, int[][] pictures, GenerationOptions options, int alternatives, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (GeneratedPixel pixel in DrawPartAsync(_parts[0], first, 0, pictures, cancellationToken)) yield return pixel;
        GenerationOptions single = options with { NumReturnSequences = 1 };
        for (int index = 1; index < _parts.Count; index++)
        {
            // The candidates differ by now, so each has a request of its own; the decoder draws them together.
            IAsyncEnumerable<GeneratedPixel>[] streams =
                [.. pictures.Select((picture, sequence) => decoder.StreamAsync(RequestOf(index, picture, sequence), single, alternatives, cancellationToken))];
            for (int sequence = 0; sequence < streams.Length; sequence++)
            {
                await foreach (GeneratedPixel pixel in DrawPartAsync(_parts[index], streams[sequence], sequence, pictures, cancellationToken)) yield return pixel;
            }
        }
    }

    private CompletionRequest RequestOf(int part, int[] picture, int sequence) => _parts[part].Request(picture, _anyOrder, part, sequence) with { Client = Client };

    /// <summary>Moves the pixels of a part to their positions in the picture, and leaves out those that were not to be drawn.</summary>
    private static async IAsyncEnumerable<GeneratedPixel> DrawPartAsync(
        PicturePart part, IAsyncEnumerable<GeneratedPixel> pixels, int firstSequence, int[][] pictures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<int> drawn = [.. part.Pixels];
        await foreach (GeneratedPixel pixel in pixels.WithCancellation(cancellationToken))
        {
            (int at, int sequence) = (part.PositionOf(pixel.Position), firstSequence + pixel.Sequence);
            if (!drawn.Contains(at)) continue;
            pictures[sequence][at] = pixel.Color;
            yield return pixel with { Sequence = sequence, Position = at };
        }
    }
}
