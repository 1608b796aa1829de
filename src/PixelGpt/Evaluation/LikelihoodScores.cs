using PixelGpt.Data;

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

    /// <summary>Mean NLL over pictures at each position from 1, in nats, [area − 1]; null if the pictures have different sizes.</summary>
    public required float[]? PerPosition { get; init; }

    /// <summary>Computes the means.</summary>
    /// <param name="surprisals">The surprisals of the pictures, as returned by <see cref="Likelihood.Surprisals"/>.</param>
    /// <param name="sprites">The pictures.</param>
    /// <param name="promptLengths">Number of pixels in the prompt of each picture.</param>
    /// <returns>The means.</returns>
    public static LikelihoodScores Of(IReadOnlyList<float[]> surprisals, IReadOnlyList<Sprite> sprites, IReadOnlyList<int> promptLengths)
    {
        ArgumentNullException.ThrowIfNull(surprisals);
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(promptLengths);
        int pictures = surprisals.Count;
        double all = 0, completed = 0;
        double[] sumAll = new double[pictures], sumCompleted = new double[pictures], pixelsAll = new double[pictures], pixelsCompleted = new double[pictures];
        for (int i = 0; i < pictures; i++)
        {
            for (int at = 0; at < surprisals[i].Length; at++)
            {
                float nll = surprisals[i][at];
                all += nll;
                sumAll[i] += nll;
                if (at + 1 < promptLengths[i]) continue;
                completed += nll;
                sumCompleted[i] += nll;
            }

            (pixelsAll[i], pixelsCompleted[i]) = (surprisals[i].Length, surprisals[i].Length + 1 - promptLengths[i]);
        }

        return new LikelihoodScores
        {
            Nll = all / pixelsAll.Sum(),
            NllCompleted = completed / pixelsCompleted.Sum(),
            NllStandardError = StandardError.OfRatio(sumAll, pixelsAll),
            NllCompletedStandardError = StandardError.OfRatio(sumCompleted, pixelsCompleted),
            PerPosition = sprites.All(sprites[0].HasSizeOf) ? MeanPerPosition(surprisals) : null,
        };
    }

    private static float[] MeanPerPosition(IReadOnlyList<float[]> surprisals)
    {
        var sums = new double[surprisals[0].Length];
        foreach (float[] picture in surprisals)
        {
            for (int at = 0; at < sums.Length; at++) sums[at] += picture[at];
        }

        return [.. sums.Select(sum => (float)(sum / surprisals.Count))];
    }
}
