using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;

namespace PixelGpt.Evaluation;

/// <summary>Computes all figures of a model on a split: the likelihood, and for the model's completions and the baselines the accuracy, memorization, distances and detection rate.</summary>
internal sealed class DetailedEvaluator : IDisposable
{
    /// <summary>The name of the greedy completions.</summary>
    public const string Greedy = "greedy";

    /// <summary>The name of the completions sampled with the default sampling of the model.</summary>
    private const string Sampled = "sampled";

    private readonly EvaluationOptions _options;
    private readonly PixelDecoder _decoder;
    private readonly Likelihood _likelihood;
    private readonly bool _hasMasks;
    private readonly IReadOnlyList<Sprite> _training;
    private readonly Memorization? _memorization;
    private readonly DistanceEvaluator _distances;
    private readonly IReadOnlyList<IBaseline> _baselines;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">
    /// The train split, with which completions are compared. Without complete sprites there are no memorization figures; it must
    /// be empty if the sprites have different sizes, which cannot be compared.
    /// </param>
    /// <param name="options">Settings.</param>
    /// <exception cref="InputException">A setting is invalid.</exception>
    public DetailedEvaluator(PixelModel model, IReadOnlyList<Sprite> training, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _training = training;
        _distances = new DistanceEvaluator(model, options);
        _baselines = AllBaselines.For(training);
        _decoder = new PixelDecoder(model, options.Threads, options.Group, options.Device);
        _likelihood = new Likelihood(model, options.Threads, options.Group, options.Device);
        _hasMasks = model.SupportsAnyOrder;
        _memorization = training.Any(s => s.IsComplete) ? new Memorization(training, options.Threads) : null;
    }

    /// <summary>Returns the amount of work for a number of sprites, in units of one generated picture.</summary>
    internal double WorkOf(int sprites)
    {
        int perSprite = 1 + (SampledMethods().Count() * _options.Samples);
        return (sprites * (EvaluationProgressTracker.LikelihoodCost + perSprite)) + _distances.WorkOf(sprites, perSprite + _baselines.Count);
    }

    /// <summary>Evaluates a split.</summary>
    /// <param name="split">Name of the split.</param>
    /// <param name="sprites">The sprites, of the same size as the training sprites if there are any; partial ones are ignored.</param>
    /// <param name="tracker">Tracks the progress.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per generated pixel or scored picture.</param>
    /// <returns>The figures and pictures; null if no sprite is complete.</returns>
    internal DetailedEvaluation? Evaluate(string split, IReadOnlyList<Sprite> sprites, EvaluationProgressTracker tracker, CancellationToken cancellationToken)
    {
        Sprite[] complete = [.. sprites.Where(s => s.IsComplete)];
        if (complete.Length == 0) return null;
        int[] promptLengths = [.. complete.Select(s => SequenceViews.PromptLength(s.Pixels.Length, _options.PromptFraction))];
        float[][] surprisals = tracker.Run($"{split}: likelihood", complete.Length, EvaluationProgressTracker.LikelihoodCost, p => _likelihood.Surprisals(complete, p, cancellationToken));
        int bad = Array.FindIndex(surprisals, losses => NonFinite.IndexOf(losses) >= 0);
        if (bad >= 0)
            throw new FailureException($"{split}: the loss of sprite {bad} is not finite because the weights are too large for float32; use other weights, or train with a lower learning rate");
        LikelihoodScores likelihood = LikelihoodScores.Of(surprisals, complete, promptLengths);
        CompletionRequest[] requests = [.. complete.Select((s, i) => CompletionRequest.Of(s, _options.PromptFraction, i))];
        EvaluatedCompletions Generate(Method method)
        {
            GenerationOptions options = method.Options!;
            int[][] pictures = tracker.Run($"{split}: {method.Description}", complete.Length * options.NumReturnSequences, 1, p => _decoder.Complete(requests, options, p, cancellationToken));
            return Score(method, pictures, complete, promptLengths, cancellationToken);
        }

        EvaluatedCompletions Complete(IBaseline baseline)
        {
            int[][] pictures = (_options.Group ?? OneProcess.Instance).Compute(complete.Length, null, (start, end, _) =>
            {
                var share = new int[end - start][];
                for (int i = start; i < end; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    share[i - start] = baseline.Complete(complete[i], promptLengths[i]);
                }

                return share;
            });
            return Score(new Method(baseline.Name, baseline.Description, null), pictures, complete, promptLengths, cancellationToken);
        }

        EvaluatedCompletions[] sets =
        [
            Generate(new Method(Greedy, "completed greedily", GenerationOptions.Greedy)),
            .. SampledMethods().Select(Generate),
            .. _baselines.Select(Complete),
        ];
        ILookup<bool, EvaluatedCompletions> all = _distances.Evaluate(split, complete, sets, tracker, cancellationToken).ToLookup(d => d.IsBaseline);
        EvaluatedCompletions[] completions = [.. all[false]], baselines = [.. all[true]];
        var figures = SplitEvaluator.Figures(split, complete.Length, completions[0].Figures.Accuracy, likelihood) with
        {
            BitsPerCompletedPixel = likelihood.NllCompleted / Math.Log(2),
            NllStandardError = likelihood.NllStandardError,
            NllCompletedStandardError = likelihood.NllCompletedStandardError,
            NllPerPosition = likelihood.PerPosition,
            Masks = _hasMasks ? [.. MaskTask.All.Select(task => _likelihood.Evaluate(task, complete, surprisals, cancellationToken))] : null,
            Completions = [.. completions.Select(d => d.Figures)],
            Baselines = [.. baselines.Select(d => d.Figures)],
        };
        return new DetailedEvaluation(figures, complete, promptLengths, completions, baselines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _likelihood.Dispose();
        _memorization?.Dispose();
    }

    private IEnumerable<Method> SampledMethods()
    {
        if (_options.ModelSampling is { } sampling)
        {
            string topP = sampling.TopP < 1 ? $" and top-p {sampling.TopP}" : "";
            yield return new Method(Sampled, $"sampled at the model's temperature {sampling.Temperature}{topP}", sampling with { NumReturnSequences = _options.Samples, Seed = _options.Seed });
        }

        foreach (double temperature in _options.Temperatures)
            yield return new Method($"sampled_{temperature}", $"sampled at temperature {temperature}", new GenerationOptions { DoSample = true, Temperature = temperature, NumReturnSequences = _options.Samples, Seed = _options.Seed });
    }

    private EvaluatedCompletions Score(Method method, int[][] pictures, Sprite[] truths, int[] promptLengths, CancellationToken cancellationToken)
    {
        GenerationOptions? options = method.Options;
        MemorizationScores? memorization = _memorization?.Score(pictures, promptLengths[0], cancellationToken);
        var figures = new CompletionEvaluation
        {
            Name = method.Name,
            Description = method.Description,
            Temperature = options is { DoSample: true } ? options.Temperature : null,
            TopP = options is { DoSample: true, TopP: < 1 } ? options.TopP : null,
            Seed = options is { DoSample: true } ? options.Seed : null,
            Samples = options?.NumReturnSequences ?? 1,
            Accuracy = ReconstructionAccuracy.Compute(pictures, truths, promptLengths),
            AccuracyStandardError = ReconstructionAccuracy.StandardError(pictures, truths, promptLengths),
            ForegroundAccuracy = ForegroundAccuracy.Compute(pictures, truths, promptLengths),
            ForegroundAccuracyStandardError = ForegroundAccuracy.StandardError(pictures, truths, promptLengths),
            BackgroundFraction = BackgroundFraction.Compute(pictures, promptLengths),
            Memorization = options is null ? memorization?.Summarize() : memorization,
            DetectionRate = _options.Judge?.Judge(EvaluatedCompletions.ToSprites(pictures, truths), _options.Threads, cancellationToken),
        };
        return new EvaluatedCompletions(figures, pictures, memorization?.Nearest!.Select(i => _training[i]).ToArray(), IsBaseline: options is null);
    }

    /// <summary>A method of completing sprites.</summary>
    /// <param name="Name">Name in the results.</param>
    /// <param name="Description">Short description.</param>
    /// <param name="Options">The model's generation options; null for a baseline.</param>
    private sealed record Method(string Name, string Description, GenerationOptions? Options);
}
