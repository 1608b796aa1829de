namespace PixelGpt.Evaluation;

/// <summary>What the likelihood of pixels comes to: means over pictures, and over the pictures at each position.</summary>
public sealed record LikelihoodScores
{
    /// <summary>Mean negative log-likelihood in nats over pixels 1 to the last.</summary>
    public required double Nll { get; init; }

    /// <summary>The same over the completed pixels alone.</summary>
    public required double NllCompleted { get; init; }

    /// <summary>The standard error of <see cref="Nll"/> over pictures; null for a single picture.</summary>
    public required double? NllStandardError { get; init; }

    /// <summary>The standard error of <see cref="NllCompleted"/> over pictures; null for a single picture.</summary>
    public required double? NllCompletedStandardError { get; init; }

    /// <summary>The mean over pictures at each of pixels 1 to the last, nats [area − 1].</summary>
    public required float[] PerPosition { get; init; }

    /// <summary>Sums up the pixels' figures.</summary>
    /// <param name="perPixel">The negative log-likelihood in nats of pixels 1 to the last of pictures of one size, as <see cref="Likelihood.PerPixel"/> gives them.</param>
    /// <param name="promptLength">Pixels from this one on are the completed ones.</param>
    public static LikelihoodScores Of(IReadOnlyList<float[]> perPixel, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(perPixel);
        int pixels = perPixel[0].Length, pictures = perPixel.Count;
        double all = 0, completed = 0;
        var positions = new double[pixels];
        double[] meanAll = new double[pictures], meanCompleted = new double[pictures];
        for (int i = 0; i < pictures; i++)
        {
            double pictureAll = 0, pictureCompleted = 0;
            for (int at = 0; at < pixels; at++)
            {
                float nll = perPixel[i][at];
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
