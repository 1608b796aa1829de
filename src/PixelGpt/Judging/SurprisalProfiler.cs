using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>Computes the surprisal profiles of pictures with a transformer, on all threads of a pool.</summary>
internal sealed class SurprisalProfiler(Transformer transformer, int width, int height, double promptFraction, WorkerPool pool)
{
    private readonly Activations?[] _activations = new Activations?[pool.Threads];
    private readonly SurprisalProfile?[] _profiles = new SurprisalProfile?[pool.Threads];

    /// <summary>Computes profiles.</summary>
    /// <param name="sprites">Complete pictures of the given size.</param>
    /// <param name="done">Called after each picture, from any thread; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The profile of each picture, in order.</returns>
    public double[][] Profile(IReadOnlyList<Sprite> sprites, Action? done, CancellationToken cancellationToken)
    {
        double[][] profiles = new double[sprites.Count][];
        pool.Run(sprites.Count, (i, worker) =>
        {
            if (cancellationToken.IsCancellationRequested) return;
            Activations activations = _activations[worker] ??= transformer.CreateActivations(width * height, training: false);
            SurprisalProfile profile = _profiles[worker] ??= new SurprisalProfile(width, height, promptFraction);
            profiles[i] = new double[profile.Length];
            profile.Compute(SequenceLoss.Distributions(transformer, sprites[i].Pixels, activations, PictureContext.Of(sprites[i])), sprites[i].Pixels, profiles[i]);
            done?.Invoke();
        });
        cancellationToken.ThrowIfCancellationRequested();
        return profiles;
    }
}
