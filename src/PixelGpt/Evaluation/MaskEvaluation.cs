namespace PixelGpt.Evaluation;

/// <summary>How well a model fills a part of pictures.</summary>
/// <param name="Name">The part: <c>hole</c> (central), <c>top</c> (two fifths of the rows), <c>left</c> (half) or <c>scattered</c> (30 % of the pixels).</param>
/// <param name="Pixels">Number of scored pixels of all pictures; the first pixel of a picture is not scored.</param>
/// <param name="Nll">Mean negative log-likelihood of the missing pixels given all others, in nats.</param>
/// <param name="NllEarlier">The same given only the pixels that are earlier in raster order.</param>
public sealed record MaskEvaluation(string Name, int Pixels, double Nll, double NllEarlier);
