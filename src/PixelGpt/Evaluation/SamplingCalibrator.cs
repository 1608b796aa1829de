using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Processes;

namespace PixelGpt.Evaluation;

/// <summary>
/// Chooses temperature and top-p. At the temperature with the lowest NLL, the derivative of the NLL is zero: a pixel sampled
/// after true pixels is on average as surprising as the true pixel. After pixels that the model generated itself this no longer
/// holds, because unlikely pixels accumulate. Top-p removes the least probable colours, as many as possible while whole
/// completions are not measurably less surprising than true pictures: by at most one standard error.
/// </summary>
internal sealed class SamplingCalibrator(PixelModel model, double promptFraction, int threads, IProcessGroup? group, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>The number of generated pixels per tried top-p. It limits the time to seconds.</summary>
    private const int PixelsPerTrial = 32_000;

    private const int MinPictures = 16;
    private const int MaxSamples = 4;

    private static readonly double[] Temperatures = [.. Enumerable.Range(25, 76).Select(i => i / 50.0)];
    private static readonly double[] TopPs = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 1];

    private readonly Likelihood _likelihood = new(model, threads, group);
    private readonly PixelDecoder _decoder = new(model, threads, group);

    /// <summary>Chooses temperature and top-p on sprites.</summary>
    public SamplingCalibration Fit(IReadOnlyList<Sprite> sprites)
    {
        Sprite[] complete = [.. sprites.Where(s => s.IsComplete)];
        if (complete.Length == 0) throw new InputException("there are no complete sprites to choose temperature and top-p on");
        double pixels = complete.Average(s => s.Pixels.Length - PromptLength(s));
        Sprite[] used = EvenlySpaced(complete, (int)Math.Max(MinPictures, PixelsPerTrial / pixels));
        int samples = (int)Math.Clamp(PixelsPerTrial / (pixels * used.Length), 1, MaxSamples);
        TemperedNll[] truths = NllOf(used, Temperatures);
        var nll = TemperedNll.Mean(truths);
        int best = nll.Lowest, one = Array.IndexOf(Temperatures, 1);
        var trials = new Dictionary<double, Trial>();
        Trial TrialOf(double p) => trials.TryGetValue(p, out Trial? known) ? known : trials[p] = Try(used, truths.Select(t => t[one]), Temperatures[best], p, samples);
        double topP = SmallestTopP(p => TrialOf(p) is var trial && trial.Difference >= -trial.StandardError);
        return new SamplingCalibration
        {
            Temperature = Temperatures[best],
            TopP = topP,
            Sprites = used.Length,
            Nll = nll[one],
            CalibratedNll = nll[best],
            GeneratedSurprisal = TrialOf(topP).Surprisal,
            SurprisalStandardError = TrialOf(topP).StandardError,
        };
    }

    /// <summary>Finds the smallest top-p that meets a condition, by bisection: if a top-p meets it, all greater ones do. Returns 1 if none does.</summary>
    internal static double SmallestTopP(Predicate<double> isEnough)
    {
        int low = -1, high = TopPs.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (isEnough(TopPs[middle])) high = middle;
            else low = middle;
        }

        return TopPs[high];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _likelihood.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Completes sprites with a top-p and compares the surprisal of the generated pixels at temperature 1 with that of the true ones.</summary>
    private Trial Try(Sprite[] sprites, IEnumerable<double> truths, double temperature, double topP, int samples)
    {
        CompletionRequest[] requests = [.. sprites.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
        var options = new GenerationOptions { DoSample = true, Temperature = temperature, TopP = topP, NumReturnSequences = samples };
        int[][] completions = _decoder.Complete(requests, options, null, cancellationToken);
        TemperedNll[] nll = NllOf([.. completions.Select((c, i) => new Sprite(sprites[i / samples].Width, sprites[i / samples].Height, c))], [1]);
        double[] differences = [.. nll.Chunk(samples).Zip(truths, (generated, truth) => generated.Average(n => n[0]) - truth)];
        return new Trial(TemperedNll.Mean(nll)[0], differences.Average(), StandardError.Compute(differences) ?? 0);
    }

    private TemperedNll[] NllOf(Sprite[] sprites, double[] temperatures)
    {
        int colors = model.Palette.Count;
        double[][] sums = _likelihood.Compute(
            sprites, (sprite, distributions) => TemperedNll.Of(distributions, colors, sprite.Pixels, PromptLength(sprite), temperatures).Sums, cancellationToken);
        return [.. sums.Zip(sprites, (sum, sprite) => new TemperedNll(sum, sprite.Pixels.Length - PromptLength(sprite)))];
    }

    private int PromptLength(Sprite sprite) => SequenceViews.PromptLength(sprite.Pixels.Length, promptFraction);

    private static Sprite[] EvenlySpaced(Sprite[] sprites, int count) =>
        count >= sprites.Length ? sprites : [.. Enumerable.Range(0, count).Select(i => sprites[(int)((long)i * sprites.Length / count)])];

    /// <summary>The completions with one top-p.</summary>
    /// <param name="Surprisal">Mean surprisal of the generated pixels, in nats.</param>
    /// <param name="Difference">Mean over pictures of the surprisal per pixel minus that of the true picture.</param>
    /// <param name="StandardError">Standard error of the difference.</param>
    private sealed record Trial(double Surprisal, double Difference, double StandardError);
}
