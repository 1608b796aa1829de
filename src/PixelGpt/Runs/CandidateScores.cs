using PixelGpt.Evaluation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Processes;

namespace PixelGpt.Runs;

/// <summary>
/// Scores several completions of the same picture by the likelihood of the drawn pixels under the model. Background is more
/// probable than other pixels, so the likelihood itself would prefer the emptiest picture. Therefore each drawn pixel is compared
/// with the mean of its kind, background or not, over all candidates of the picture.
/// </summary>
internal static class CandidateScores
{
    /// <summary>Computes the scores of completions.</summary>
    /// <param name="model">The model that generated the completions.</param>
    /// <param name="completions">The completions; those of the same picture are consecutive.</param>
    /// <param name="candidates">Number of completions per picture.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per completion.</param>
    /// <param name="group">The processes that share the completions; null for this process only.</param>
    /// <returns>The score of each completion, in nats per drawn pixel; higher is better, and their mean is 0 for each picture.</returns>
    public static double[] Compute(PixelModel model, IReadOnlyList<Completion> completions, int candidates, int threads, CancellationToken cancellationToken, IProcessGroup? group = null)
    {
        using var likelihood = new Likelihood(model, threads, group);
        float[][] surprisals = likelihood.MaskedSurprisals(
            [.. completions.Select(c => c.Result)], i => [.. Enumerable.Range(0, completions[i].Result.Pixels.Length).Select(pixel => !completions[i].IsDrawn(pixel))], cancellationToken);
        return [.. completions.Select((completion, i) => Drawn(completion, surprisals[i])).Chunk(candidates).SelectMany(Compare)];
    }

    /// <summary>Computes the scores of the candidates of one picture.</summary>
    /// <param name="candidates">For each candidate, its drawn pixels: whether each is background, and its surprisal in nats.</param>
    /// <returns>The scores, in nats per drawn pixel; higher is better, and their mean is 0.</returns>
    public static double[] Compare(IReadOnlyList<(bool IsBackground, double Surprisal)[]> candidates)
    {
        double MeanOf(bool isBackground) => candidates.SelectMany(c => c).Where(p => p.IsBackground == isBackground).Select(p => p.Surprisal).DefaultIfEmpty(0).Average();
        double background = MeanOf(true), foreground = MeanOf(false);
        return [.. candidates.Select(c => c.Sum(p => (p.IsBackground ? background : foreground) - p.Surprisal) / Math.Max(1, c.Length))];
    }

    /// <summary>Computes the scores of the candidates of one picture from the probabilities with which their pixels were drawn.</summary>
    /// <param name="pictures">The candidates.</param>
    /// <returns>The scores, in nats per drawn pixel; higher is better, and their mean is 0 for each picture.</returns>
    public static double[] Compare(IReadOnlyList<GeneratedPicture> pictures) =>
        Compare([.. pictures.Select(p => p.Generated.Select((pixel, i) => (p.Pixels[pixel] == 0, -Math.Log(Math.Max(p.Probability[i], 1e-30)))).ToArray())]);

    private static (bool IsBackground, double Surprisal)[] Drawn(Completion completion, float[] surprisals) =>
        [.. Enumerable.Range(0, surprisals.Length).Where(completion.IsDrawn).Select(pixel => (completion.Result.Pixels[pixel] == 0, (double)surprisals[pixel]))];
}
