namespace PixelGpt.Studio.Contracts;

/// <summary>The completions of a picture.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="PromptPixels">The number of given pixels.</param>
/// <param name="ImageNotes">What was changed when image was converted to palette indices, and what else a user may want to know about image and mask_image.</param>
/// <param name="Completions">The completions in the order of their sequence numbers.</param>
/// <param name="Ranking">The sequence numbers, best completion first.</param>
/// <param name="Scores">The score of each completion in the order of the sequence numbers, by which they are ranked: the probability of the judge of the request that it is real; without a judge, how much more likely its drawn pixels are than the mean of background and of other pixels, in nats per drawn pixel.</param>
/// <param name="Palette">The palette of the pixels as #rrggbb, if it is that of image; otherwise that of the request or of the model applies.</param>
internal sealed record CompletionsBody(
    string Model,
    int Width,
    int Height,
    int PromptPixels,
    IReadOnlyList<string> ImageNotes,
    IReadOnlyList<CompletionItem> Completions,
    IReadOnlyList<int> Ranking,
    IReadOnlyList<double> Scores,
    IReadOnlyList<string>? Palette);

/// <summary>A completion. Arrays other than pixels have one element per generated pixel.</summary>
/// <param name="Sequence">The sequence number of the completion, counted from 0.</param>
/// <param name="Pixels">All palette indices in raster order, including the prompt; only for the format indices.</param>
/// <param name="Png">The picture in base64; only for the format png.</param>
/// <param name="LogLikelihood">The sum of the log probabilities of the generated pixels.</param>
/// <param name="Positions">The position of each generated pixel in raster order, in the order in which they were generated; only with record and a mask.</param>
/// <param name="Probability">The probability of each generated pixel's colour; only with record.</param>
/// <param name="Entropy">The entropy of each distribution, in nats; only with record.</param>
/// <param name="Alternatives">The most probable colours of each pixel as pairs [colour, probability]; only with record and alternatives.</param>
internal sealed record CompletionItem(
    int Sequence, int[]? Pixels, byte[]? Png, double LogLikelihood, IReadOnlyList<int>? Positions, float[]? Probability, float[]? Entropy, IReadOnlyList<IReadOnlyList<float[]>>? Alternatives);
