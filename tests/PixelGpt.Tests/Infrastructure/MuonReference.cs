using PixelGpt.Numerics;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Muon in double precision, in its simplest form.</summary>
internal static class MuonReference
{
    /// <summary>Copies a matrix.</summary>
    public static double[,] Matrix(MatrixSpan matrix)
    {
        double[,] copy = new double[matrix.Rows, matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
            for (int column = 0; column < matrix.Columns; column++) copy[row, column] = matrix.Data[(row * matrix.RowStride) + column];
        return copy;
    }

    /// <summary>Orthogonalises a matrix as in "Muon: An optimizer for hidden layers in neural networks" (Jordan et al. 2024).</summary>
    public static double[,] Orthogonalize(double[,] g)
    {
        double norm = 1e-7;
        double square = 0;
        foreach (double value in g) square += value * value;
        norm += Math.Sqrt(square);
        bool isTall = g.GetLength(0) > g.GetLength(1);
        double[,] x = Map(isTall ? Transpose(g) : g, value => value / norm);
        for (int i = 0; i < 5; i++)
        {
            double[,] a = Multiply(x, Transpose(x)), b = Sum(Map(a, v => -4.7750 * v), Map(Multiply(a, a), v => 2.0315 * v));
            x = Sum(Map(x, v => 3.4445 * v), Multiply(b, x));
        }

        return isTall ? Transpose(x) : x;
    }

    private static double[,] Transpose(double[,] a)
    {
        double[,] result = new double[a.GetLength(1), a.GetLength(0)];
        for (int row = 0; row < a.GetLength(0); row++)
            for (int column = 0; column < a.GetLength(1); column++) result[column, row] = a[row, column];
        return result;
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        double[,] result = new double[a.GetLength(0), b.GetLength(1)];
        for (int row = 0; row < a.GetLength(0); row++)
            for (int column = 0; column < b.GetLength(1); column++)
                for (int k = 0; k < a.GetLength(1); k++) result[row, column] += a[row, k] * b[k, column];
        return result;
    }

    private static double[,] Sum(double[,] a, double[,] b)
    {
        double[,] result = new double[a.GetLength(0), a.GetLength(1)];
        for (int row = 0; row < a.GetLength(0); row++)
            for (int column = 0; column < a.GetLength(1); column++) result[row, column] = a[row, column] + b[row, column];
        return result;
    }

    private static double[,] Map(double[,] a, Func<double, double> map)
    {
        double[,] result = new double[a.GetLength(0), a.GetLength(1)];
        for (int row = 0; row < a.GetLength(0); row++)
            for (int column = 0; column < a.GetLength(1); column++) result[row, column] = map(a[row, column]);
        return result;
    }
}
