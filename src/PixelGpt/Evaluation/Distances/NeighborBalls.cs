using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// A set's region as k-nearest-neighbour balls: around each picture one that reaches to its k-th nearest other of the set.
/// What precision and recall, density and coverage are counted with.
/// </summary>
internal sealed class NeighborBalls
{
    private readonly FeatureSet _set;
    private readonly double[] _squares;
    private readonly double[] _squaredRadii;
    private readonly int _threads;

    /// <summary>Finds the radii.</summary>
    /// <exception cref="InputException">The set has no k-th neighbours.</exception>
    public NeighborBalls(FeatureSet set, int k, int threads)
    {
        if (k < 1 || k >= set.Count) throw new InputException($"{k} nearest neighbours among {set.Count} pictures: give 1 to {set.Count - 1}");
        (_set, _threads) = (set, threads);
        _squares = Squares(set);
        _squaredRadii = new double[set.Count];
        DoubleMatrix.VisitProducts(set.ReadOnlyMatrixSpan, set.ReadOnlyMatrixSpan, threads, (row, products) =>
        {
            double[] distances = new double[products.Length];
            for (int i = 0; i < distances.Length; i++) distances[i] = SquaredDistance(_squares[row], _squares[i], products[i]);

            // A picture is no neighbour of itself; a copy of it is, at distance 0.
            distances[row] = double.PositiveInfinity;
            Array.Sort(distances);
            _squaredRadii[row] = distances[k - 1];
        });
    }

    /// <summary>Looks which points lie in which balls, their edges included.</summary>
    public Counts Count(FeatureSet points)
    {
        FrechetDistance.CheckWidths(_set.Width, points.Width);
        double[] squares = Squares(points);
        bool[] isInside = new bool[points.Count];
        int[] held = new int[_set.Count];
        DoubleMatrix.VisitProducts(_set.ReadOnlyMatrixSpan, points.ReadOnlyMatrixSpan, _threads, (row, products) =>
        {
            int count = 0;
            for (int i = 0; i < products.Length; i++)
            {
                if (SquaredDistance(_squares[row], squares[i], products[i]) > _squaredRadii[row]) continue;
                isInside[i] = true;
                count++;
            }

            held[row] = count;
        });
        return new Counts(isInside.Count(inside => inside), held.Count(count => count > 0), held.Sum(count => (long)count));
    }

    private static double[] Squares(FeatureSet set)
    {
        double[] squares = new double[set.Count];
        for (int i = 0; i < squares.Length; i++) squares[i] = DoubleVectors.Dot(set.ReadOnlyMatrixSpan.Row(i), set.ReadOnlyMatrixSpan.Row(i));
        return squares;
    }

    /// <summary>Exactly 0 for equal features: all three sums have the same order.</summary>
    private static double SquaredDistance(double squareA, double squareB, double product) => Math.Max(0, squareA + squareB - (2 * product));

    /// <summary>What lies where.</summary>
    /// <param name="PointsInside">Points in at least one ball.</param>
    /// <param name="BallsWithPoints">Balls with at least one point.</param>
    /// <param name="Pairs">Pairs of a ball and a point in it.</param>
    public readonly record struct Counts(int PointsInside, int BallsWithPoints, long Pairs);
}
