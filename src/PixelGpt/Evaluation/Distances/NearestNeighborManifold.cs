using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// An estimate of the manifold of a set (Kynkäänniemi et al. 2019): a ball around each picture with the distance to its k-th
/// nearest neighbour in the set as radius. Precision, recall, density and coverage count pictures in these balls.
/// </summary>
internal sealed class NearestNeighborManifold
{
    private readonly FeatureSet _set;
    private readonly double[] _squares;
    private readonly double[] _squaredRadii;
    private readonly int _threads;

    /// <summary>Computes the radii.</summary>
    /// <exception cref="InputException"><paramref name="k"/> is less than 1 or not less than the number of pictures.</exception>
    public NearestNeighborManifold(FeatureSet set, int k, int threads)
    {
        if (k < 1 || k >= set.Count) throw new InputException($"the number of nearest neighbours must be 1 to {set.Count - 1} for {set.Count} pictures (got {k})");
        (_set, _threads) = (set, threads);
        _squares = Squares(set);
        _squaredRadii = new double[set.Count];
        DoubleMatrix.VisitProducts(set.Matrix, set.Matrix, threads, (row, products) =>
        {
            double[] distances = new double[products.Length];
            for (int i = 0; i < distances.Length; i++) distances[i] = SquaredDistance(_squares[row], _squares[i], products[i]);

            // A picture is not its own neighbour; an identical other picture is one at distance 0.
            distances[row] = double.PositiveInfinity;
            Array.Sort(distances);
            _squaredRadii[row] = distances[k - 1];
        });
    }

    /// <summary>Counts which points lie in which balls, boundaries included.</summary>
    public Counts Count(FeatureSet points)
    {
        FrechetDistance.CheckWidths(_set.Width, points.Width);
        double[] squares = Squares(points);
        bool[] isInside = new bool[points.Count];
        int[] pointsInBall = new int[_set.Count];
        DoubleMatrix.VisitProducts(_set.Matrix, points.Matrix, _threads, (row, products) =>
        {
            int count = 0;
            for (int i = 0; i < products.Length; i++)
            {
                if (SquaredDistance(_squares[row], squares[i], products[i]) > _squaredRadii[row]) continue;
                isInside[i] = true;
                count++;
            }

            pointsInBall[row] = count;
        });
        return new Counts(isInside.Count(inside => inside), pointsInBall.Count(count => count > 0), pointsInBall.Sum(count => (long)count));
    }

    private static double[] Squares(FeatureSet set)
    {
        double[] squares = new double[set.Count];
        for (int i = 0; i < squares.Length; i++) squares[i] = DoubleVectors.Dot(set.Matrix.Row(i), set.Matrix.Row(i));
        return squares;
    }

    /// <summary>Exactly 0 for equal features, because all three sums are accumulated in the same order.</summary>
    private static double SquaredDistance(double squareA, double squareB, double product) => Math.Max(0, squareA + squareB - (2 * product));

    /// <summary>The result of <see cref="Count"/>.</summary>
    /// <param name="PointsInside">Number of points in at least one ball.</param>
    /// <param name="BallsWithPoints">Number of balls with at least one point.</param>
    /// <param name="Pairs">Number of pairs of a ball and a point in it.</param>
    public readonly record struct Counts(int PointsInside, int BallsWithPoints, long Pairs);
}
