using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>Looks for the training sprite that a picture is nearest to: how a model that learns by heart gives itself away.</summary>
public sealed class Memorization : IDisposable
{
    private readonly Sprite[] _training;
    private readonly WorkerPool _pool;

    /// <summary>Makes a search among training sprites.</summary>
    /// <param name="training">The training split; those not known whole are passed over.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">None of them is known whole.</exception>
    public Memorization(IReadOnlyList<Sprite> training, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.Any(s => s.IsComplete)) throw new InputException("the train split has no whole sprites to compare with");
        _training = [.. training];
        _pool = new WorkerPool(threads);
    }

    /// <summary>Finds the nearest training sprite of each picture, over the completed pixels and over all; the first of those equally near.</summary>
    /// <param name="pictures">Whole pictures of the training sprites' size.</param>
    /// <param name="promptLength">Pixels from this one on are the completed ones.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    public MemorizationScores Score(IReadOnlyList<int[]> pictures, int promptLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        int[] nearest = new int[pictures.Count], distance = new int[pictures.Count], nearestWhole = new int[pictures.Count], distanceWhole = new int[pictures.Count];
        _pool.Run(pictures.Count, (i, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            distance[i] = distanceWhole[i] = int.MaxValue;
            for (int t = 0; t < _training.Length; t++)
            {
                if (!_training[t].IsComplete) continue;
                ReadOnlySpan<int> other = _training[t].Pixels;
                int completed = HammingDistance.Compute(pictures[i].AsSpan(promptLength), other[promptLength..]);
                int whole = completed + HammingDistance.Compute(pictures[i].AsSpan(0, promptLength), other[..promptLength]);
                if (completed < distance[i]) (nearest[i], distance[i]) = (t, completed);
                if (whole < distanceWhole[i]) (nearestWhole[i], distanceWhole[i]) = (t, whole);
            }
        });
        int area = _training[0].Width * _training[0].Height;
        return new MemorizationScores
        {
            Copies = (double)distance.Count(0) / pictures.Count,
            CopiesWhole = (double)distanceWhole.Count(0) / pictures.Count,
            Distance = distance.Average() / (area - promptLength),
            DistanceWhole = distanceWhole.Average() / area,
            Nearest = nearest,
            NearestDistance = distance,
            NearestWhole = nearestWhole,
            NearestWholeDistance = distanceWhole,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
