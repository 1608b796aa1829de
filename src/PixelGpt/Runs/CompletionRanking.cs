using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Processes;

namespace PixelGpt.Runs;

/// <summary>Ranks several completions of the same picture: by likelihood, or by the probability of a judge that they are real.</summary>
public sealed class CompletionRanking
{
    /// <summary>Minimum difference of selected completions of a picture, as a fraction of the drawn pixels.</summary>
    private const double MinDifference = 0.1;

    private readonly Judge? _judge;
    private readonly string _name;

    private CompletionRanking(Judge? judge, string name) => (_judge, _name) = (judge, name);

    /// <summary>Ranks by the likelihood of the completed pixels under the model that generated them, compared with the mean of background and of other pixels.</summary>
    public static CompletionRanking Likelihood { get; } = new(null, "");

    /// <summary>What the scores of the ranking mean.</summary>
    internal string Unit => _judge is null ? "likelihood relative to all candidates, in nats per drawn pixel" : "probability of being real";

    /// <summary>Loads a judge and ranks by its probability that a picture is real; completions with equal probabilities are ranked by likelihood.</summary>
    /// <param name="folder">The folder of a judge, written by <c>pixelgpt judge train</c>.</param>
    /// <returns>The ranking.</returns>
    /// <exception cref="InputException">The folder does not exist or has no valid judge.</exception>
    public static CompletionRanking LoadJudge(string folder) => new(Judging.Judge.Load(folder), folder);

    /// <summary>Checks that completions can be ranked.</summary>
    /// <param name="model">The model that generates them.</param>
    /// <param name="sprites">The sprites that are completed.</param>
    /// <param name="options">The generation options.</param>
    /// <exception cref="InputException">The judge has another palette or picture size, or the pictures are not completed to their end.</exception>
    internal void Check(PixelModel model, IReadOnlyList<Sprite> sprites, GenerationOptions options)
    {
        if (_judge is null) return;
        (int width, int height) = (_judge.Record.Width, _judge.Record.Height);
        if (!model.Palette.Colors.SequenceEqual(_judge.Palette.Colors))
            throw new InputException($"{_name}: the judge has another palette ({_judge.Palette.Count} colours) than the model ({model.Palette.Count} colours); use a judge that was trained on the model's data set");
        if (sprites.FirstOrDefault(s => (s.Width, s.Height) != (width, height)) is { } other)
            throw new InputException($"{_name}: the judge was trained on pictures of {width}×{height} pixels, but a picture has {other.Width}×{other.Height}; use another judge, or rank by likelihood");
        if (options.MaxLength < width * height)
            throw new InputException($"max-length must be at least {width * height}, all pixels of a picture, because the judge can only rank complete pictures (got {options.MaxLength})");
    }

    /// <summary>Computes the probability of the judge that each picture is real; the same value for all pictures without a judge.</summary>
    internal IReadOnlyList<double> Probabilities(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default, IProcessGroup? group = null) =>
        _judge is null ? new double[pictures.Count] : [.. _judge.Score(pictures, threads, cancellationToken, group).Select(v => v.Probability)];

    /// <summary>Selects the best completions of each picture, the best first.</summary>
    /// <param name="model">The model that generated the completions.</param>
    /// <param name="completions">The completions; those of the same picture are consecutive.</param>
    /// <param name="candidates">Number of completions per picture.</param>
    /// <param name="count">Number of completions to select per picture.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per completion.</param>
    /// <param name="group">The processes that share the completions; null for this process only.</param>
    internal Completion[] Select(PixelModel model, Completion[] completions, int candidates, int count, int threads, CancellationToken cancellationToken, IProcessGroup? group)
    {
        double[] scores = CandidateScores.Compute(model, completions, candidates, threads, cancellationToken, group);
        IReadOnlyList<double> probabilities = Probabilities([.. completions.Select(c => c.Result)], threads, cancellationToken, group);
        return
        [
            .. Enumerable.Range(0, completions.Length).GroupBy(i => i / candidates)
                .SelectMany(picture => TakeDifferent([.. picture.OrderByDescending(i => probabilities[i]).ThenByDescending(i => scores[i])], completions, count))
                .Select(i => completions[i] with { Score = _judge is null ? scores[i] : probabilities[i] }),
        ];
    }

    /// <summary>Takes the first completions that differ from one another in enough pixels, and then others if there are too few.</summary>
    private static List<int> TakeDifferent(int[] ranked, Completion[] completions, int count)
    {
        var taken = new List<int>();
        foreach (int candidate in ranked)
        {
            if (taken.Count < count && taken.TrueForAll(other => AreDifferent(completions[candidate], completions[other]))) taken.Add(candidate);
        }

        taken.AddRange(ranked.Except(taken).Take(count - taken.Count));
        return taken;
    }

    private static bool AreDifferent(Completion a, Completion b)
    {
        int[] drawn = [.. Enumerable.Range(0, a.Result.Pixels.Length).Where(a.IsDrawn)];
        return drawn.Count(i => a.Result.Pixels[i] != b.Result.Pixels[i]) >= MinDifference * drawn.Length;
    }
}
