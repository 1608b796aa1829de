using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Evaluation;

/// <summary>Scores a model on sprites whose truth is known, again and again as it learns.</summary>
public sealed class SplitEvaluator : IDisposable
{
    private readonly PixelDecoder _decoder;
    private readonly Likelihood _likelihood;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="model">The model, which may go on changing.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    public SplitEvaluator(PixelModel model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        _decoder = new PixelDecoder(model, threads);
        _likelihood = new Likelihood(model.Transformer, threads);
    }

    /// <summary>Scores a split.</summary>
    /// <param name="split">Its name.</param>
    /// <param name="sprites">Its sprites; those not known whole are left out.</param>
    /// <param name="promptFraction">The share of a picture that prompts keep.</param>
    /// <param name="cancellationToken">Gives up at the next pixel drawn or picture scored.</param>
    /// <returns>The figures, or null where no sprite is known whole.</returns>
    public SplitEvaluation? Evaluate(string split, IReadOnlyList<Sprite> sprites, double promptFraction, CancellationToken cancellationToken = default)
    {
        Sprite[] whole = [.. sprites.Where(s => s.IsComplete)];
        if (whole.Length == 0) return null;
        int promptLength = SequenceViews.PromptLength(whole[0].Pixels.Length, promptFraction);
        CompletionRequest[] requests = [.. whole.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
        int[][] completions = _decoder.Complete(requests, GenerationOptions.Greedy, null, cancellationToken);
        var likelihood = LikelihoodScores.Of(_likelihood.PerPixel(whole, null, cancellationToken), promptLength);
        return Figures(split, whole.Length, ReconstructionAccuracy.Compute(completions, whole, promptLength), likelihood);
    }

    /// <summary>The figures that every evaluation has.</summary>
    internal static SplitEvaluation Figures(string split, int sprites, double accuracy, LikelihoodScores likelihood) => new()
    {
        Split = split,
        Sprites = sprites,
        Accuracy = accuracy,
        Nll = likelihood.Nll,
        NllCompleted = likelihood.NllCompleted,
        BitsPerPixel = likelihood.Nll / Math.Log(2),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _likelihood.Dispose();
    }
}
