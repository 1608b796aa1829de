namespace PixelGpt.Evaluation;

/// <summary>The negative log-likelihood (NLL) of a set of pictures: means over all pixels and per position.</summary>
internal sealed record LikelihoodScores
{
    /// <summary>Mean NLL per pixel without the first pixel, in nats.</summary>
    public required double Nll { get; init; }

    /// <summary>Mean NLL per completed pixel, in nats.</summary>
    public required double NllCompleted { get; init; }

    /// <summary>Standard error of <see cref="Nll"/> over pictures; null for a single picture.</summary>
    public required double? NllStandardError { get; init; }

    /// <summary>Standard error of <see cref="NllCompleted"/> over pictures; null for a single picture.</summary>
    public required double? NllCompletedStandardError { get; init; }

    /// <summary>Mean NLL over pictures at each position from 1, in nats, [area − 1].</summary>
    public required float[] PerPosition { get; init; }

    /// <summary>Computes the means.</summary>
    /// <param name="surprisals">The surprisals of pictures of one size, as returned by <see cref="Likelihood.Surprisals"/>.</param>
    /// <param name="promptLength">Number of pixels in the prompt.</param>
    /// <returns>The means.</returns>
    public static LikelihoodScores Of(IReadOnlyList<float[]> surprisals, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(surprisals);
        int pixels = surprisals[0].Length, pictures = surprisals.Count;
        double all = 0, completed = 0;
        var positions = new double[pixels];
        double[] meanAll = new double[pictures], meanCompleted = new double[pictures];
        for (int i = 0; i < pictures; i++)
        {
            double pictureAll = 0, pictureCompleted = 0;
            for (int at = 0; at < pixels; at++)
            {
                float nll = surprisals[i][at];
                all += nll;
                pictureAll += nll;
                positions[at] += nll;
                if (at + 1 < promptLength) continue;
                completed += nll;
                pictureCompleted += nll;
            }

            (meanAll[i], meanCompleted[i]) = (pictureAll / pixels, pictureCompleted / (pixels + 1 - promptLength));
        }

        return new LikelihoodScores
        {
            Nll = all / ((long)pictures * pixels),
            NllCompleted = completed / ((long)pictures * (pixels + 1 - promptLength)),
            NllStandardError = StandardError.Compute(meanAll),
            NllCompletedStandardError = StandardError.Compute(meanCompleted),
            PerPosition = [.. positions.Select(sum => (float)(sum / pictures))],
        };
    }
}
