using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Evaluation;

/// <summary>Scores a model on sprites whose truth is known, again and again as it learns.</summary>
public sealed class SplitEvaluator : IDisposable
{
    private readonly Decoder _decoder;
    private readonly Likelihood _likelihood;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="model">The model, which may go on changing.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    public SplitEvaluator(PixelModel model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        _decoder = new Decoder(model, threads);
        _likelihood = new Likelihood(model.Transformer, threads);
    }

    /// <summary>Scores a split.</summary>
    /// <param name="split">Its name.</param>
    /// <param name="sprites">Its sprites; those not known whole are left out.</param>
    /// <param name="keep">The share of a picture that prompts keep.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <returns>The figures, or null where no sprite is known whole.</returns>
    public SplitEvaluation? Evaluate(string split, IReadOnlyList<Sprite> sprites, double keep, CancellationToken cancellationToken = default)
    {
        Sprite[] whole = [.. sprites.Where(s => s.IsComplete)];
        if (whole.Length == 0) return null;
        int promptLength = SequenceViews.PromptLength(whole[0].Pixels.Length, keep);
        CompletionRequest[] requests = [.. whole.Select(s => new CompletionRequest(SequenceViews.Dev(s, keep).Prompt, s.Pixels.Length))];
        int[][] completions = _decoder.Complete(requests, GenerationOptions.Greedy, null, cancellationToken);
        (double all, double completed) = _likelihood.Mean(whole, promptLength);
        return new SplitEvaluation
        {
            Split = split,
            Sprites = whole.Length,
            Accuracy = ReconstructionAccuracy.Compute(completions, whole, promptLength),
            Nll = all,
            NllCompleted = completed,
            BitsPerPixel = all / Math.Log(2),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _likelihood.Dispose();
    }
}
