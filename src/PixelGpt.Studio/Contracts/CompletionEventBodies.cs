namespace PixelGpt.Studio.Contracts;

/// <summary>The data of the <c>start</c> event, the first of a stream.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Prompt">The palette indices of the prompt; with a mask those of the whole picture, and -1 for pixels to draw.</param>
/// <param name="PromptPixels">The number of given pixels.</param>
/// <param name="Sequences">The number of completions.</param>
/// <param name="ImageNotes">What was changed when image was converted to palette indices.</param>
/// <param name="Palette">The palette of the pixels as #rrggbb, if it is that of image; otherwise that of the request or of the model applies.</param>
internal sealed record CompletionStartBody(
    string Model, int Width, int Height, int[] Prompt, int PromptPixels, int Sequences, IReadOnlyList<string> ImageNotes, IReadOnlyList<string>? Palette);

/// <summary>The data of a <c>pixel</c> event.</summary>
/// <param name="Sequence">The sequence number of the completion.</param>
/// <param name="Position">The position of the pixel in raster order.</param>
/// <param name="Color">The palette index of the pixel.</param>
/// <param name="Probability">The probability of the colour.</param>
/// <param name="Entropy">The entropy of the distribution, in nats.</param>
/// <param name="Alternatives">The most probable colours as pairs [colour, probability].</param>
internal sealed record CompletionPixelBody(int Sequence, int Position, int Color, float Probability, float Entropy, IReadOnlyList<float[]>? Alternatives);

/// <summary>The data of the <c>done</c> event, the last of a stream.</summary>
/// <param name="Ranking">The sequence numbers, best completion first.</param>
/// <param name="Scores">The score of each completion in the order of the sequence numbers, by which they are ranked: the probability of the judge of the request that it is real; without a judge, how much more likely its drawn pixels are than the mean of background and of other pixels, in nats per drawn pixel.</param>
/// <param name="Seconds">The duration of the stream.</param>
internal sealed record CompletionDoneBody(IReadOnlyList<int> Ranking, IReadOnlyList<double> Scores, double Seconds);
