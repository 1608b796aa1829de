using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Evaluation;

/// <summary>Computes accuracy and likelihood of a model on a split. Can be used repeatedly during training.</summary>
public sealed class SplitEvaluator : IDisposable
{
    private readonly PixelDecoder _decoder;
    private readonly Likelihood _likelihood;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="model">The model; its weights may change between evaluations.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    public SplitEvaluator(PixelModel model, int threads)
        : this(model, threads, group: null)
    {
    }

    /// <summary>Creates an evaluator that shares the sprites among the processes of a group; each gets all figures.</summary>
    /// <param name="model">The model; its weights may change between evaluations.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="group">The group; null for this process only.</param>
    /// <param name="device">The device that computes logits; null for the processor.</param>
    internal SplitEvaluator(PixelModel model, int threads, IProcessGroup? group, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _decoder = new PixelDecoder(model, threads, group, device);
        _likelihood = new Likelihood(model, threads, group, device);
    }

    /// <summary>Evaluates a split. If the NLL is not finite, nothing is generated and the accuracy is NaN.</summary>
    /// <param name="split">Name of the split.</param>
    /// <param name="sprites">The sprites; partial ones are ignored.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per generated pixel or scored picture.</param>
    /// <returns>The figures; null if no sprite is complete.</returns>
    public SplitEvaluation? Evaluate(string split, IReadOnlyList<Sprite> sprites, double promptFraction, CancellationToken cancellationToken = default)
    {
        Sprite[] complete = [.. sprites.Where(s => s.IsComplete)];
        if (complete.Length == 0) return null;
        int[] promptLengths = [.. complete.Select(s => SequenceViews.PromptLength(s.Pixels.Length, promptFraction))];
        float[][] surprisals = _likelihood.Surprisals(complete, null, cancellationToken);
        var likelihood = LikelihoodScores.Of(surprisals, complete, promptLengths);

        // The decoder throws if logits are not finite; the caller must be able to report the loss instead.
        if (!double.IsFinite(likelihood.Nll)) return Figures(split, complete.Length, double.NaN, likelihood);
        CompletionRequest[] requests = [.. complete.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
        int[][] completions = _decoder.Complete(requests, GenerationOptions.Greedy, null, cancellationToken);
        return Figures(split, complete.Length, ReconstructionAccuracy.Compute(completions, complete, promptLengths), likelihood);
    }

    /// <summary>Creates the figures that every evaluation has.</summary>
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
