using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Numerics;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Tests.Numerics.LinearAlgebra;

public class LinearAlgebraTests
{
    private static readonly Gen<(int Rows, int Columns, int Inner, int Seed)> Shapes = from rows in Gen.Choose(1, 40)
                                                                                       from columns in Gen.Choose(1, 40)
                                                                                       from inner in Gen.Choose(1, 40)
                                                                                       from seed in Gen.Choose(0, 1 << 20)
                                                                                       select (rows, columns, inner, seed);

    [Fact]
    public void Products_are_correct_and_bit_identical_for_any_order_of_rows()
    {
        Prop.ForAll(Shapes.ToArbitrary(), c =>
        {
            DoubleMatrix a = Random(c.Rows, c.Inner, (ulong)c.Seed), b = Random(c.Columns, c.Inner, (ulong)c.Seed + 1);
            DoubleMatrix product = DoubleMatrix.TimesTransposed(a, b, 2), swapped = DoubleMatrix.TimesTransposed(b, a, 1);
            for (int i = 0; i < c.Rows; i++)
            {
                for (int j = 0; j < c.Columns; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < c.Inner; k++) sum += a[i, k] * b[j, k];
                    if (Math.Abs(sum - product[i, j]) > 1e-12 || product[i, j] != swapped[j, i]) return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Checks rows of more than one piece of work, and columns of more than one block, which starts anew after few columns if rows are long.</summary>
    [Theory]
    [InlineData(35, 11, 5000)]
    [InlineData(3, 30, 2100)]
    [InlineData(1, 1, 40_000)]
    [InlineData(64, 3, 1)]
    [InlineData(3, 2, 0)]
    [InlineData(0, 2, 5)]
    [InlineData(2, 0, 5)]
    public void Products_of_any_shape_are_correct_and_can_be_visited_by_row(int rows, int columns, int inner)
    {
        DoubleMatrix a = Random(rows, inner, 1), b = Random(columns, inner, 2), product = DoubleMatrix.TimesTransposed(a, b, 2);
        Assert.Equal((rows, columns), (product.Rows, product.Columns));
        int[] visits = new int[rows];
        DoubleMatrix.VisitProducts(a, b, 3, (row, products) =>
        {
            Interlocked.Increment(ref visits[row]);
            Assert.Equal(product.Row(row), products);
        });
        Assert.All(visits, count => Assert.Equal(1, count));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) Assert.Equal(Enumerable.Range(0, inner).Sum(k => a[i, k] * b[j, k]), product[i, j], 1e-10);
        }
    }

    [Fact]
    public void A_matrix_of_another_number_of_values_is_rejected()
    {
        var e = Assert.Throws<ArgumentException>(() => new DoubleMatrix(2, 3, new double[5]));
        Assert.StartsWith("a 2×3 matrix needs 6 values (got 5)", e.Message, StringComparison.Ordinal);
        Assert.Equal("values", e.ParamName);
    }

    /// <summary>The singular values of the shear (1 0; t 1) are (√(t² + 4) ± t) / 2. A reflector of the wrong sign cancels digits of them.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(-1e-6)]
    [InlineData(0.5)]
    public void Singular_values_of_a_small_shear_are_accurate(double t)
    {
        foreach (DoubleMatrix matrix in (DoubleMatrix[])[new(2, 2, [1, 0, t, 1]), new(2, 2, [-1, 0, t, -1]), new(2, 2, [1, t, 0, 1])])
        {
            double[] values = SingularValues.Of(matrix);
            Assert.Equal((double.Hypot(t, 2) + Math.Abs(t)) / 2, values[0], 1e-14);
            Assert.Equal((double.Hypot(t, 2) - Math.Abs(t)) / 2, values[1], 1e-14);
        }
    }

    [Fact]
    public void The_sum_of_singular_values_is_the_nuclear_norm()
    {
        Assert.Equal(4 * Math.Sqrt(5), SingularValues.Sum(new DoubleMatrix(2, 2, [3, 0, 4, 5])), 1e-13);
        Assert.Equal(0, SingularValues.Sum(new DoubleMatrix(0, 3)));
    }

    /// <summary>The eigenvalues of the matrix with diagonal a and off-diagonal b are a + 2b·cos(kπ / (n + 1)).</summary>
    [Theory]
    [InlineData(1, 2, -1)]
    [InlineData(2, 2, -1)]
    [InlineData(50, 2, -1)]
    [InlineData(50, -3, 0.01)]
    [InlineData(50, 1e-180, 1e-180)]
    [InlineData(50, 1e180, 2e180)]
    [InlineData(5, 4, 0)]
    public void The_eigenvalues_of_a_constant_tridiagonal_matrix_are_found(int n, double diagonal, double offDiagonal)
    {
        double[] values = [.. Enumerable.Repeat(diagonal, n)];
        TridiagonalEigenvalues.Compute(values, [.. Enumerable.Repeat(offDiagonal, n)]);
        Array.Sort(values);
        double scale = Math.Abs(diagonal) + Math.Abs(offDiagonal);
        double[] expected = [.. Enumerable.Range(1, n).Select(k => diagonal + (2 * offDiagonal * Math.Cos(k * Math.PI / (n + 1)))).Order()];
        for (int i = 0; i < n; i++) Assert.Equal(expected[i] / scale, values[i] / scale, 1e-13);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.NegativeInfinity, 1)]
    [InlineData(1, double.NaN)]
    public void Eigenvalues_of_a_matrix_that_is_not_finite_are_an_error(double diagonal, double offDiagonal)
    {
        var e = Assert.Throws<FailureException>(() => TridiagonalEigenvalues.Compute([1, diagonal, 1], [1, offDiagonal, 0]));
        Assert.Equal("the distance cannot be computed: the features contain values that are too large or not finite", e.Message);
    }

    [Fact]
    public void Singular_values_of_a_constructed_matrix_are_found()
    {
        Prop.ForAll(Shapes.ToArbitrary(), c =>
        {
            int rank = Math.Min(c.Inner, Math.Min(c.Rows, c.Columns));
            var random = new PhiloxRandom((ulong)c.Seed, 7);
            double[] values = [.. Enumerable.Range(0, rank).Select(i => random.NextInt32(5) == 0 ? 0 : Math.Pow(10, (8 * random.NextDouble()) - 6)).OrderDescending()];
            DoubleMatrix left = Orthonormal(rank, c.Rows, (ulong)c.Seed), right = Orthonormal(rank, c.Columns, (ulong)c.Seed + 1);
            var matrix = new DoubleMatrix(c.Rows, c.Columns);
            for (int r = 0; r < rank; r++)
            {
                for (int i = 0; i < c.Rows; i++) DoubleVectors.AddScaled(values[r] * left[r, i], right.Row(r), matrix.Row(i));
            }

            double[] found = SingularValues.Of(matrix);
            return found.Length == Math.Min(c.Rows, c.Columns) && found.Zip(values.Concat(new double[found.Length - rank])).All(p => Math.Abs(p.First - p.Second) < 1e-13 * Math.Max(1, values[0]) * found.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Accuracy_does_not_depend_on_scale(double scale)
    {
        double[] values = SingularValues.Of(new DoubleMatrix(2, 2, [3 * scale, 0, 4 * scale, 5 * scale]));
        Assert.Equal(3 * Math.Sqrt(5), values[0] / scale, 1e-13);
        Assert.Equal(Math.Sqrt(5), values[1] / scale, 1e-13);
    }

    [Fact]
    public void Empty_and_zero_matrices_are_accepted_and_values_that_are_not_finite_rejected()
    {
        Assert.Empty(SingularValues.Of(new DoubleMatrix(0, 5)));
        Assert.Equal([0, 0, 0], SingularValues.Of(new DoubleMatrix(3, 4)));
        Assert.Throws<FailureException>(() => SingularValues.Of(new DoubleMatrix(2, 2, [1, double.PositiveInfinity, 0, 1])));
        Assert.Throws<FailureException>(() => SingularValues.Of(new DoubleMatrix(2, 2, [1, 1, double.NaN, 1])));
    }

    [Fact]
    public void The_factor_of_a_covariance_has_the_same_rank()
    {
        Prop.ForAll(Shapes.ToArbitrary(), c =>
        {
            DoubleMatrix rows = Random(c.Inner, c.Columns, (ulong)c.Seed).Transpose();
            DoubleMatrix matrix = DoubleMatrix.TimesTransposed(rows, rows, 1), factor = PivotedCholesky.Factor(matrix);
            DoubleMatrix columns = factor.Transpose(), again = DoubleMatrix.TimesTransposed(columns, columns, 1);
            double worst = 0;
            for (int i = 0; i < c.Columns; i++)
            {
                for (int j = 0; j < c.Columns; j++) worst = Math.Max(worst, Math.Abs(matrix[i, j] - again[i, j]));
            }

            return factor.Rows == Math.Min(c.Inner, c.Columns) && worst < 1e-10;
        }).QuickCheckThrowOnFailure();
        Assert.Equal(0, PivotedCholesky.Factor(new DoubleMatrix(3, 3)).Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void The_rank_of_a_covariance_does_not_depend_on_scale(double scale)
    {
        DoubleMatrix rows = Random(7, 20, 3).Transpose(), matrix = DoubleMatrix.TimesTransposed(rows, rows, 1);
        foreach (ref double value in matrix.Values) value *= scale;
        Assert.Equal(7, PivotedCholesky.Factor(matrix).Rows);
    }

    [Fact]
    public void The_factor_has_its_pivots_in_descending_order()
    {
        DoubleMatrix factor = PivotedCholesky.Factor(new DoubleMatrix(2, 2, [4, 6, 6, 25]));
        Assert.Equal([1.2, 5, 1.6, 0], factor.Values.ToArray().Select(value => Math.Round(value, 14)));
    }

    [Fact]
    public void The_factor_is_exactly_zero_below_earlier_pivots()
    {
        DoubleMatrix rows = Random(12, 12, 5), factor = PivotedCholesky.Factor(DoubleMatrix.TimesTransposed(rows, rows, 1));
        Assert.Equal(Enumerable.Range(0, 12), Enumerable.Range(0, 12).Select(row => factor.Row(row).ToArray().Count(value => value == 0)));
    }

    private static DoubleMatrix Random(int rows, int columns, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        var matrix = new DoubleMatrix(rows, columns);
        foreach (ref double value in matrix.Values) value = random.NextNormal();
        return matrix;
    }

    /// <summary>Creates orthonormal rows by two passes of Gram–Schmidt.</summary>
    private static DoubleMatrix Orthonormal(int rows, int columns, ulong seed)
    {
        DoubleMatrix matrix = Random(rows, columns, seed);
        for (int i = 0; i < rows; i++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++) DoubleVectors.AddScaled(-DoubleVectors.Dot(matrix.Row(i), matrix.Row(j)), matrix.Row(j), matrix.Row(i));
                double norm = Math.Sqrt(DoubleVectors.Dot(matrix.Row(i), matrix.Row(i)));
                foreach (ref double value in matrix.Row(i)) value /= norm;
            }
        }

        return matrix;
    }
}
