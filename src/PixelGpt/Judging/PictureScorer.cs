using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>Asks a network about many pictures, on all threads.</summary>
internal sealed class PictureScorer(JudgeNetwork network, WorkerPool pool)
{
    private readonly Activations?[] _activations = new Activations?[pool.Threads];

    /// <summary>The logit of each picture, in order; they may have any size that the network knows positions for.</summary>
    public double[] Logits(IReadOnlyList<Sprite> sprites, CancellationToken cancellationToken)
    {
        double[] logits = new double[sprites.Count];
        int longest = sprites.Select(s => s.Pixels.Length).DefaultIfEmpty(1).Max();
        pool.Run(sprites.Count, (i, worker) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_activations[worker] is not { } activations || activations.Rows < longest)
                _activations[worker] = activations = network.Transformer.CreateActivations(longest, training: false);
            logits[i] = network.Logit(sprites[i].Pixels, activations);
        });
        return logits;
    }
}
