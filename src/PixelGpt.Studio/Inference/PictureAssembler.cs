using PixelGpt.Generation;
using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Inference;

/// <summary>Assembles streamed pixels into pictures.</summary>
/// <param name="request">The request that the pixels belong to.</param>
/// <param name="sequences">The number of completions.</param>
internal sealed class PictureAssembler(CompletionRequest request, int sequences)
{
    private readonly int _generatedLength = request.Length - request.Prompt.Length;
    private readonly List<GeneratedPixel>[] _pixels = [.. Enumerable.Range(0, sequences).Select(_ => new List<GeneratedPixel>(request.Length - request.Prompt.Length))];

    /// <summary>Gets all pictures. They are complete only after all pixels have been added.</summary>
    public IEnumerable<GeneratedPicture> All => Enumerable.Range(0, sequences).Select(Picture);

    /// <summary>Gets the pictures without generated pixels: all of them if the prompt is a complete picture; otherwise none.</summary>
    public IEnumerable<GeneratedPicture> WithoutPixels => _generatedLength == 0 ? All : [];

    /// <summary>Adds a pixel.</summary>
    /// <returns>The picture if it is complete; otherwise null.</returns>
    public GeneratedPicture? Add(GeneratedPixel pixel)
    {
        List<GeneratedPixel> pixels = _pixels[pixel.Sequence];
        pixels.Add(pixel);
        return pixels.Count == _generatedLength ? Picture(pixel.Sequence) : null;
    }

    private GeneratedPicture Picture(int sequence)
    {
        List<GeneratedPixel> pixels = _pixels[sequence];
        return new GeneratedPicture(
            sequence,
            request.ToRaster([.. request.Prompt.Span, .. pixels.Select(p => p.Color)]),
            request.Prompt.Length,
            [.. pixels.Select(p => p.Probability)],
            [.. pixels.Select(p => p.Entropy)],
            [.. pixels.Select(p => p.Alternatives)])
        {
            Generated = request.GeneratedPixels,
        };
    }
}
