using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>Finds the nearest training sprite of each picture, to detect memorization.</summary>
internal sealed class Memorization : IDisposable
{
    private readonly Sprite[] _training;
    private readonly WorkerPool _pool;

    /// <summary>Creates a search over the train split.</summary>
    /// <param name="training">The train split; partial sprites are ignored.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">No training sprite is complete.</exception>
    public Memorization(IReadOnlyList<Sprite> training, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.Any(s => s.IsComplete)) throw new InputException("the train split has no complete sprites to compare with");
        _training = [.. training];
        _pool = new WorkerPool(threads);
    }

    /// <summary>Finds the nearest training sprite of each picture, separately over the completed pixels and over all pixels. Of equally near sprites the first is taken.</summary>
    /// <param name="pictures">The complete pictures, of the training sprites' size.</param>
    /// <param name="promptLength">Number of pixels in the prompt.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The distances to the nearest sprites.</returns>
    public MemorizationScores Score(IReadOnlyList<int[]> pictures, int promptLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        int[] nearest = new int[pictures.Count], distance = new int[pictures.Count], nearestOverAll = new int[pictures.Count], distanceOverAll = new int[pictures.Count];
        _pool.Run(pictures.Count, (i, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            distance[i] = distanceOverAll[i] = int.MaxValue;
            for (int t = 0; t < _training.Length; t++)
            {
                if (!_training[t].IsComplete) continue;
                ReadOnlySpan<int> other = _training[t].Pixels;
                int completed = HammingDistance.Compute(pictures[i].AsSpan(promptLength), other[promptLength..]);
                int overAll = completed + HammingDistance.Compute(pictures[i].AsSpan(0, promptLength), other[..promptLength]);
                if (completed < distance[i]) (nearest[i], distance[i]) = (t, completed);
                if (overAll < distanceOverAll[i]) (nearestOverAll[i], distanceOverAll[i]) = (t, overAll);
            }
        });
        int area = _training[0].Width * _training[0].Height;
        return new MemorizationScores
        {
            Copies = (double)distance.Count(0) / pictures.Count,
            CopiesWhole = (double)distanceOverAll.Count(0) / pictures.Count,
            Distance = distance.Average() / (area - promptLength),
            DistanceWhole = distanceOverAll.Average() / area,
            Nearest = nearest,
            NearestDistance = distance,
            NearestWhole = nearestOverAll,
            NearestWholeDistance = distanceOverAll,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
