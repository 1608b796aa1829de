using PixelGpt.Generation;
using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Inference;

/// <summary>Assembles streamed pixels into pictures.</summary>
/// <param name="request">The request that the pixels belong to.</param>
/// <param name="sequences">The number of completions.</param>
internal sealed class PictureAssembler(CompletionRequest request, int sequences)
{
    private readonly int _generatedLength = request.Length - request.Prompt.Length;
    private readonly List<DrawnPixel>[] _pixels = [.. Enumerable.Range(0, sequences).Select(_ => new List<DrawnPixel>(request.Length - request.Prompt.Length))];

    /// <summary>Returns all pictures; call it when all pixels have been added.</summary>
    public IEnumerable<DrawnPicture> All => Enumerable.Range(0, sequences).Select(Picture);

    /// <summary>Returns the pictures for which no pixel is added: all of them if the prompt is a complete picture, else none.</summary>
    public IEnumerable<DrawnPicture> WithoutPixels => _generatedLength == 0 ? All : [];

    /// <summary>Adds a pixel.</summary>
    /// <returns>The picture if it is complete; otherwise null.</returns>
    public DrawnPicture? Add(DrawnPixel pixel)
    {
        List<DrawnPixel> pixels = _pixels[pixel.Sequence];
        pixels.Add(pixel);
        return pixels.Count == _generatedLength ? Picture(pixel.Sequence) : null;
    }

    private DrawnPicture Picture(int sequence)
    {
        List<DrawnPixel> pixels = _pixels[sequence];
        return new DrawnPicture(
            sequence,
            [.. request.Prompt.Span, .. pixels.Select(p => p.Color)],
            request.Prompt.Length,
            [.. pixels.Select(p => p.Probability)],
            [.. pixels.Select(p => p.Entropy)],
            [.. pixels.Select(p => p.Alternatives)]);
    }
}
