using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>Reads pictures with a transformer, on all threads, and gives the profile of each.</summary>
internal sealed class SurprisalReader(Transformer transformer, int width, int height, double promptFraction, WorkerPool pool)
{
    private readonly Activations?[] _activations = new Activations?[pool.Threads];
    private readonly SurprisalProfile?[] _profiles = new SurprisalProfile?[pool.Threads];

    /// <summary>The profile of each picture, in order.</summary>
    /// <param name="sprites">Whole pictures of the size given.</param>
    /// <param name="done">Told of each picture, from any thread; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    public double[][] Read(IReadOnlyList<Sprite> sprites, Action? done, CancellationToken cancellationToken)
    {
        double[][] profiles = new double[sprites.Count][];
        pool.Run(sprites.Count, (i, worker) =>
        {
            if (cancellationToken.IsCancellationRequested) return;
            Activations activations = _activations[worker] ??= transformer.CreateActivations(width * height, training: false);
            SurprisalProfile profile = _profiles[worker] ??= new SurprisalProfile(width, height, promptFraction);
            profiles[i] = new double[profile.Length];
            profile.Compute(SequenceLoss.Distributions(transformer, sprites[i].Pixels, activations), sprites[i].Pixels, profiles[i]);
            done?.Invoke();
        });
        cancellationToken.ThrowIfCancellationRequested();
        return profiles;
    }
}
