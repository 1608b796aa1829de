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
