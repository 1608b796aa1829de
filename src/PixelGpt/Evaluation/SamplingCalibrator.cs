using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Evaluation;

/// <summary>
/// Chooses temperature and top-p. At the temperature with the lowest NLL, the derivative of the NLL is zero: a pixel sampled
/// after true pixels is on average as surprising as the true pixel. After pixels that the model generated itself this no longer
/// holds, because unlikely pixels accumulate. Top-p removes the least probable colours until it holds for whole completions.
/// </summary>
internal sealed class SamplingCalibrator(PixelModel model, double promptFraction, int threads, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>The number of generated pixels per tried top-p. It limits the time to seconds and the standard error of the mean surprisal to about 0.03 nats.</summary>
    private const int PixelsPerTrial = 32_000;

    private const int MinPictures = 16;
    private const int MaxSamples = 4;

    private static readonly double[] Temperatures = [.. Enumerable.Range(25, 76).Select(i => i / 50.0)];
    private static readonly double[] TopPs = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 1];

    private readonly Likelihood _likelihood = new(model, threads);
    private readonly PixelDecoder _decoder = new(model, threads);

    /// <summary>Chooses temperature and top-p on sprites.</summary>
    public SamplingCalibration Fit(IReadOnlyList<Sprite> sprites)
    {
        Sprite[] complete = [.. sprites.Where(s => s.IsComplete)];
        if (complete.Length == 0) throw new InputException("there are no complete sprites to choose temperature and top-p on");
        double pixels = complete.Average(s => s.Pixels.Length - PromptLength(s));
        Sprite[] used = EvenlySpaced(complete, (int)Math.Max(MinPictures, PixelsPerTrial / pixels));
        int samples = (int)Math.Clamp(PixelsPerTrial / (pixels * used.Length), 1, MaxSamples);
        TemperedNll nll = NllOf(used, Temperatures);
        int best = nll.Lowest;
        double temperature = Temperatures[best], truth = nll[Array.IndexOf(Temperatures, 1)];
        (double topP, double surprisal) = NearestTopP(truth, topP => SurprisalOf(used, temperature, topP, samples));
        return new SamplingCalibration { Temperature = temperature, TopP = topP, Sprites = used.Length, Nll = truth, CalibratedNll = nll[best], GeneratedSurprisal = surprisal };
    }

    /// <summary>Finds the top-p with the surprisal nearest to that of true pixels, by bisection: the surprisal increases with top-p.</summary>
    /// <param name="target">Mean surprisal of true pixels.</param>
    /// <param name="surprisal">Computes the mean surprisal of pixels generated with a top-p.</param>
    internal static (double TopP, double Surprisal) NearestTopP(double target, Func<double, double> surprisal)
    {
        int low = -1, high = TopPs.Length;
        double below = double.NegativeInfinity, above = double.PositiveInfinity;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            double value = surprisal(TopPs[middle]);
            if (value <= target) (low, below) = (middle, value);
            else (high, above) = (middle, value);
        }

        return target - below <= above - target ? (TopPs[low], below) : (TopPs[high], above);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _likelihood.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Completes sprites and returns the mean surprisal of the generated pixels at temperature 1.</summary>
    private double SurprisalOf(Sprite[] sprites, double temperature, double topP, int samples)
    {
        CompletionRequest[] requests = [.. sprites.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
        var options = new GenerationOptions { DoSample = true, Temperature = temperature, TopP = topP, NumReturnSequences = samples };
        int[][] completions = _decoder.Complete(requests, options, null, cancellationToken);
        return NllOf([.. completions.Select((c, i) => new Sprite(sprites[i / samples].Width, sprites[i / samples].Height, c))], [1])[0];
    }

    private TemperedNll NllOf(Sprite[] sprites, double[] temperatures)
    {
        int colors = model.Palette.Count;
        return TemperedNll.Mean(_likelihood.Compute(
            sprites, (sprite, distributions) => TemperedNll.Of(distributions, colors, sprite.Pixels, PromptLength(sprite), temperatures), cancellationToken));
    }

    private int PromptLength(Sprite sprite) => SequenceViews.PromptLength(sprite.Pixels.Length, promptFraction);

    private static Sprite[] EvenlySpaced(Sprite[] sprites, int count) =>
        count >= sprites.Length ? sprites : [.. Enumerable.Range(0, count).Select(i => sprites[(int)((long)i * sprites.Length / count)])];
}
