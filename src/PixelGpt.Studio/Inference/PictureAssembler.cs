using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Inference;

/// <summary>Assembles streamed pixels into pictures.</summary>
/// <param name="request">The request that the pixels belong to.</param>
/// <param name="sequences">The number of completions.</param>
internal sealed class PictureAssembler(PictureRequest request, int sequences)
{
    private readonly int _drawnCount = request.DrawnCount;
    private readonly List<GeneratedPixel>[] _pixels = [.. Enumerable.Range(0, sequences).Select(_ => new List<GeneratedPixel>(request.DrawnCount))];

    /// <summary>Gets all pictures. They are complete only after all pixels have been added.</summary>
    public IEnumerable<GeneratedPicture> All => Enumerable.Range(0, sequences).Select(Picture);

    /// <summary>Gets the pictures without drawn pixels: all of them if the prompt is a complete picture; otherwise none.</summary>
    public IEnumerable<GeneratedPicture> WithoutPixels => _drawnCount == 0 ? All : [];

    /// <summary>Adds a pixel.</summary>
    /// <returns>The picture if it is complete; otherwise null.</returns>
    public GeneratedPicture? Add(GeneratedPixel pixel)
    {
        List<GeneratedPixel> pixels = _pixels[pixel.Sequence];
        pixels.Add(pixel);
        return pixels.Count == _drawnCount ? Picture(pixel.Sequence) : null;
    }

    private GeneratedPicture Picture(int sequence)
    {
        List<GeneratedPixel> drawn = _pixels[sequence];
        int[] picture = [.. request.Given];
        foreach (GeneratedPixel pixel in drawn) picture[pixel.Position] = pixel.Color;
        return new GeneratedPicture(
            sequence, picture, request.GivenCount, [.. drawn.Select(p => p.Probability)], [.. drawn.Select(p => p.Entropy)], [.. drawn.Select(p => p.Alternatives)])
        {
            Generated = [.. drawn.Select(p => p.Position)],
        };
    }
}
