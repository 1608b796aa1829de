using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Numerics;

public class NewtonSchulzTests
{
    public static TheoryData<string, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, int>();
            foreach (IKernels kernels in Kernels.Available)
                foreach ((int rows, int columns) in ((int, int)[])[(1, 1), (1, 9), (7, 1), (5, 5), (6, 13), (37, 20), (64, 64), (64, 176), (300, 17)]) shapes.Add(kernels.Name, rows, columns);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_result_equals_that_of_the_definition_in_double_precision(string kernels, int rows, int columns)
    {
        const float Factor = -0.25f;
        var random = new PhiloxRandom(3);
        float[] values = new float[rows * columns];
        foreach (ref float value in values.AsSpan()) value = (float)(1e-3 * random.NextNormal());
        double[,] expected = MuonReference.Orthogonalize(MuonReference.Matrix(new MatrixSpan(values, rows, columns)));

        // The matrix is a part of a wider one, and the buffers have been used before.
        var instance = new NewtonSchulz(Kernels.Choose(kernels), 301, 65);
        instance.Orthogonalize(new MatrixSpan(new float[] { 1, 2, 3, 4, 5, 7 }, 2, 3), 1);
        float[] wide = new float[rows * (columns + 5)];
        for (int row = 0; row < rows; row++) values.AsSpan(row * columns, columns).CopyTo(wide.AsSpan((row * (columns + 5)) + 2));
        instance.Orthogonalize(new MatrixSpan(wide.AsSpan(2), rows, columns, columns + 5), Factor);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns + 5; column++)
                Assert.Equal(column is >= 2 && column < columns + 2 ? Factor * expected[row, column - 2] : 0, wide[(row * (columns + 5)) + column], 1e-4);
        }
    }

    [Fact]
    public void The_singular_values_are_near_one()
    {
        // The squared singular values of X are the eigenvalues of XXᵀ, so xᵀXXᵀx lies between the smallest and the largest for every unit vector x.
        var random = new PhiloxRandom(5);
        const int Rows = 16, Columns = 40;
        float[] values = new float[Rows * Columns];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextNormal();
        new NewtonSchulz(Kernels.Best, Columns, Rows).Orthogonalize(new MatrixSpan(values, Rows, Columns), 1);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] unit = [.. Enumerable.Range(0, Rows).Select(_ => random.NextNormal())];
            double norm = Math.Sqrt(unit.Sum(u => u * u)), square = 0;
            for (int column = 0; column < Columns; column++)
            {
                double sum = 0;
                for (int row = 0; row < Rows; row++) sum += unit[row] / norm * values[(row * Columns) + column];
                square += sum * sum;
            }

            Assert.InRange(Math.Sqrt(square), 0.65, 1.25);
        }
    }

    [Fact]
    public void A_matrix_of_zeros_remains_one()
    {
        float[] zeros = new float[12];
        new NewtonSchulz(Kernels.Best, 4, 3).Orthogonalize(new MatrixSpan(zeros, 3, 4), 5);
        Assert.All(zeros, value => Assert.Equal(0, value));
    }
}
