using PixelGpt.Evaluation;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>
/// Scores several completions of the same picture by the likelihood of the drawn pixels under the model. Background is more
/// probable than other pixels, so the likelihood itself would prefer the emptiest picture. Therefore each drawn pixel is compared
/// with the mean of its kind, background or not, over all candidates of the picture.
/// </summary>
internal static class CandidateScores
{
    /// <summary>Computes the scores.</summary>
    /// <param name="model">The model that generated the completions.</param>
    /// <param name="completions">The completions; those of the same picture are consecutive.</param>
    /// <param name="candidates">Number of completions per picture.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per completion.</param>
    /// <returns>The score of each completion, in nats per drawn pixel; higher is better, and the mean of a picture is 0.</returns>
    public static double[] Compute(PixelModel model, IReadOnlyList<Completion> completions, int candidates, int threads, CancellationToken cancellationToken)
    {
        using var likelihood = new Likelihood(model, threads);
        float[][] surprisals = likelihood.MaskedSurprisals([.. completions.Select(c => c.Result)], i => [.. Enumerable.Range(0, completions[i].Result.Pixels.Length).Select(pixel => !IsDrawn(completions[i], pixel))], cancellationToken);
        double[] scores = new double[completions.Count];
        for (int first = 0; first < completions.Count; first += candidates) Compare(completions, surprisals, first, Math.Min(candidates, completions.Count - first), scores);
        return scores;
    }

    private static void Compare(IReadOnlyList<Completion> completions, float[][] surprisals, int first, int count, double[] scores)
    {
        double[] sums = new double[2];
        int[] pixels = new int[2];
        ForEachDrawn((_, kind, surprisal) =>
        {
            sums[kind] += surprisal;
            pixels[kind]++;
        });
        int drawn = Math.Max(1, pixels.Sum() / count);
        ForEachDrawn((completion, kind, surprisal) => scores[completion] += ((sums[kind] / pixels[kind]) - surprisal) / drawn);

        void ForEachDrawn(Action<int, int, double> use)
        {
            for (int i = first; i < first + count; i++)
            {
                ReadOnlySpan<int> result = completions[i].Result.Pixels;
                for (int pixel = 0; pixel < result.Length; pixel++)
                {
                    if (IsDrawn(completions[i], pixel)) use(i, result[pixel] == 0 ? 0 : 1, surprisals[i][pixel]);
                }
            }
        }
    }

    private static bool IsDrawn(Completion completion, int pixel) => completion.Mask is { } mask ? mask[pixel] : pixel >= completion.Prompt.Pixels.Length;
}
