using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>Says all there is to say of a model on a split: likelihood, what it draws, how near that is to the training sprites, and the same of baselines.</summary>
public sealed class DetailedEvaluator : IDisposable
{
    /// <summary>The name of greedy drawing.</summary>
    public const string Greedy = "greedy";

    private readonly EvaluationOptions _options;
    private readonly PixelDecoder _decoder;
    private readonly Likelihood _likelihood;
    private readonly IReadOnlyList<Sprite> _training;
    private readonly Memorization? _memorisation;
    private readonly DistanceScorer _distances;
    private readonly IReadOnlyList<IBaseline> _baselines;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The training split; without whole sprites nothing is said of memorisation.</param>
    /// <param name="options">What is asked.</param>
    /// <exception cref="InputException">An option makes no sense.</exception>
    public DetailedEvaluator(PixelModel model, IReadOnlyList<Sprite> training, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _training = training;
        _distances = new DistanceScorer(model, options);
        _baselines = AllBaselines.For(training);
        _decoder = new PixelDecoder(model, options.Threads);
        _likelihood = new Likelihood(model.Transformer, options.Threads);
        _memorisation = training.Any(s => s.IsComplete) ? new Memorization(training, options.Threads) : null;
    }

    /// <summary>How much work so many sprites are, in pictures drawn.</summary>
    internal double WorkOf(int sprites)
    {
        int drawn = 1 + (_options.Temperatures.Count * _options.Samples);
        return (sprites * (EvaluationWork.LikelihoodCost + drawn)) + _distances.WorkOf(sprites, drawn + _baselines.Count);
    }

    /// <summary>Evaluates a split.</summary>
    /// <param name="split">Its name.</param>
    /// <param name="sprites">Its sprites, of the training sprites' size; those not known whole are left out.</param>
    /// <param name="work">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up at the next pixel drawn or picture scored.</param>
    /// <returns>The figures and the pictures, or null where no sprite is known whole.</returns>
    internal DetailedEvaluation? Evaluate(string split, IReadOnlyList<Sprite> sprites, EvaluationWork work, CancellationToken cancellationToken)
    {
        Sprite[] whole = [.. sprites.Where(s => s.IsComplete)];
        if (whole.Length == 0) return null;
        int promptLength = SequenceViews.PromptLength(whole[0].Pixels.Length, _options.PromptFraction);
        float[][] perPixel = work.Do($"{split}: likelihood", whole.Length, EvaluationWork.LikelihoodCost, p => _likelihood.PerPixel(whole, p, cancellationToken));
        int bad = Array.FindIndex(perPixel, losses => NonFinite.IndexOf(losses) >= 0);
        if (bad >= 0)
            throw new FailureException($"{split}: the model's loss is not finite for sprite {bad}: its weights are too large for float32; use other weights, or train with a lower learning rate");
        LikelihoodScores likelihood = LikelihoodScores.Of(perPixel, promptLength);
        CompletionRequest[] requests = [.. whole.Select((s, i) => CompletionRequest.Of(s, _options.PromptFraction, i))];
        DrawnPictures Draw(string name, string description, GenerationOptions options)
        {
            int[][] pictures = work.Do($"{split}: {description}", whole.Length * options.NumReturnSequences, 1, p => _decoder.Complete(requests, options, p, cancellationToken));
            return Score(name, description, options, pictures, whole, promptLength, cancellationToken);
        }

        DrawnPictures Complete(IBaseline baseline)
        {
            var pictures = new int[whole.Length][];
            for (int i = 0; i < pictures.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pictures[i] = baseline.Complete(whole[i], promptLength);
            }

            return Score(baseline.Name, baseline.Description, null, pictures, whole, promptLength, cancellationToken);
        }

        DrawnPictures[] sets = [Draw(Greedy, "drawn greedily", GenerationOptions.Greedy), .. _options.Temperatures.Select(t => Draw($"sampled_{t}", $"sampled at temperature {t}", ByChance(t))), .. _baselines.Select(Complete)];
        ILookup<bool, DrawnPictures> all = _distances.Score(split, whole, sets, work, cancellationToken).ToLookup(d => d.IsBaseline);
        DrawnPictures[] drawings = [.. all[false]], baselines = [.. all[true]];
        var figures = SplitEvaluator.Figures(split, whole.Length, drawings[0].Figures.Accuracy, likelihood) with
        {
            BitsPerCompletedPixel = likelihood.NllCompleted / Math.Log(2),
            NllStandardError = likelihood.NllStandardError,
            NllCompletedStandardError = likelihood.NllCompletedStandardError,
            NllPerPosition = likelihood.PerPosition,
            Drawings = [.. drawings.Select(d => d.Figures)],
            Baselines = [.. baselines.Select(d => d.Figures)],
        };
        return new DetailedEvaluation(figures, whole, promptLength, drawings, baselines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _likelihood.Dispose();
        _memorisation?.Dispose();
    }

    private GenerationOptions ByChance(double temperature) => new() { DoSample = true, Temperature = temperature, NumReturnSequences = _options.Samples, Seed = _options.Seed };

    /// <summary>The figures of pictures that a model drew with <paramref name="options"/>, or a baseline without.</summary>
    private DrawnPictures Score(string name, string description, GenerationOptions? options, int[][] pictures, Sprite[] truths, int promptLength, CancellationToken cancellationToken)
    {
        MemorizationScores? memorisation = _memorisation?.Score(pictures, promptLength, cancellationToken);
        var figures = new DrawingEvaluation
        {
            Name = name,
            Description = description,
            Temperature = options is { DoSample: true } ? options.Temperature : null,
            Seed = options is { DoSample: true } ? options.Seed : null,
            Samples = options?.NumReturnSequences ?? 1,
            Accuracy = ReconstructionAccuracy.Compute(pictures, truths, promptLength),
            AccuracyStandardError = ReconstructionAccuracy.StandardError(pictures, truths, promptLength),
            ForegroundAccuracy = ForegroundAccuracy.Compute(pictures, truths, promptLength),
            ForegroundAccuracyStandardError = ForegroundAccuracy.StandardError(pictures, truths, promptLength),
            BackgroundShare = BackgroundShare.Compute(pictures, promptLength),
            Memorization = options is null ? memorisation?.Summarize() : memorisation,
            DetectionRate = _options.Judge?.Judge([.. pictures.Select(p => new Sprite(truths[0].Width, truths[0].Height, p))], _options.Threads, cancellationToken),
        };
        return new DrawnPictures(figures, pictures, memorisation?.Nearest!.Select(i => _training[i]).ToArray(), IsBaseline: options is null);
    }
}

/// <summary>What came of a split.</summary>
/// <param name="Figures">What is saved.</param>
/// <param name="Truths">The sprites that were scored.</param>
/// <param name="PromptLength">How many pixels of each were given.</param>
/// <param name="Drawings">What the model drew, greedily first.</param>
/// <param name="Baselines">What was drawn without a model.</param>
public sealed record DetailedEvaluation(SplitEvaluation Figures, IReadOnlyList<Sprite> Truths, int PromptLength, IReadOnlyList<DrawnPictures> Drawings, IReadOnlyList<DrawnPictures> Baselines);
