using PixelGpt.Generation;
using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Api;

/// <summary>Puts pixels that come one by one together to pictures.</summary>
internal sealed class PictureGatherer(CompletionRequest request, int sequences)
{
    private readonly int _left = request.Length - request.Prompt.Length;
    private readonly List<GeneratedPixel>[] _drawn = [.. Enumerable.Range(0, sequences).Select(_ => new List<GeneratedPixel>(request.Length - request.Prompt.Length))];

    /// <summary>All pictures, when all pixels are there.</summary>
    public IEnumerable<GeneratedPicture> All => Enumerable.Range(0, sequences).Select(Picture);

    /// <summary>Pictures that had nothing left to draw.</summary>
    public IEnumerable<GeneratedPicture> Untouched => _left == 0 ? All : [];

    /// <summary>Takes a pixel; gives the picture if it was its last.</summary>
    public GeneratedPicture? Add(GeneratedPixel pixel)
    {
        List<GeneratedPixel> drawn = _drawn[pixel.Sequence];
        drawn.Add(pixel);
        return drawn.Count == _left ? Picture(pixel.Sequence) : null;
    }

    private GeneratedPicture Picture(int sequence)
    {
        List<GeneratedPixel> drawn = _drawn[sequence];
        return new GeneratedPicture(
            sequence,
            [.. request.Prompt.Span, .. drawn.Select(p => p.Color)],
            request.Prompt.Length,
            [.. drawn.Select(p => p.Probability)],
            [.. drawn.Select(p => p.Entropy)],
            [.. drawn.Select(p => p.Alternatives)]);
    }
}
