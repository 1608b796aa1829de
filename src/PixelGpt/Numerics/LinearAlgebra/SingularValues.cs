namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>
/// Computes singular values, without singular vectors. Householder reflections reduce the matrix to bidiagonal form (Golub
/// and Kahan 1965). The tridiagonal matrix with zero diagonal and the bidiagonal's entries as off-diagonals then has plus and
/// minus the singular values as eigenvalues. Nothing is squared, so small singular values have the same absolute error as
/// large ones.
/// </summary>
internal static class SingularValues
{
    /// <summary>Computes the singular values.</summary>
    /// <param name="matrix">The matrix; it is overwritten.</param>
    /// <returns>The singular values in descending order, as many as the shorter side of the matrix.</returns>
    public static double[] Of(DoubleMatrix matrix)
    {
        if (matrix.Rows < matrix.Columns) matrix = matrix.Transpose();
        int n = matrix.Columns;
        if (n == 0) return [];
        double[] offDiagonal = Bidiagonalize(matrix);
        double[] diagonal = new double[2 * n];
        TridiagonalEigenvalues.Compute(diagonal, offDiagonal);
        Array.Sort(diagonal);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) values[i] = Math.Max(0, diagonal[^(i + 1)]);
        return values;
    }

    /// <summary>Computes the sum of the singular values (the nuclear norm).</summary>
    /// <param name="matrix">The matrix; it is overwritten.</param>
    /// <returns>The sum.</returns>
    public static double Sum(DoubleMatrix matrix)
    {
        double sum = 0;
        foreach (double value in Of(matrix)) sum += value;
        return sum;
    }

    /// <summary>Returns the entries of the bidiagonal form in the order diagonal, superdiagonal, diagonal, …, with one spare element for the eigenvalue algorithm.</summary>
    private static double[] Bidiagonalize(DoubleMatrix a)
    {
        int n = a.Columns;
        double[] entries = new double[2 * n], column = new double[a.Rows], products = new double[n];
        for (int k = 0; k < n; k++)
        {
            entries[2 * k] = ReflectColumn(a, k, column, products);
            if (k + 1 < n) entries[(2 * k) + 1] = ReflectRow(a, k);
        }

        return entries;
    }

    /// <summary>Zeroes column k below the diagonal and returns the new diagonal entry.</summary>
    private static double ReflectColumn(DoubleMatrix a, int k, double[] column, double[] products)
    {
        int rows = a.Rows - k, columns = a.Columns - k - 1;
        Span<double> v = column.AsSpan(0, rows), sums = products.AsSpan(0, columns);
        for (int i = 0; i < rows; i++) v[i] = a[k + i, k];
        (double alpha, double tau) = MakeReflector(v);
        if (tau == 0) return alpha;
        sums.Clear();
        for (int i = 0; i < rows; i++) DoubleVectors.AddScaled(v[i], a.Row(k + i)[(k + 1)..], sums);
        for (int i = 0; i < rows; i++) DoubleVectors.AddScaled(-tau * v[i], sums, a.Row(k + i)[(k + 1)..]);
        return alpha;
    }

    /// <summary>Zeroes row k to the right of the superdiagonal and returns the new superdiagonal entry.</summary>
    private static double ReflectRow(DoubleMatrix a, int k)
    {
        Span<double> v = a.Row(k)[(k + 1)..];
        (double alpha, double tau) = MakeReflector(v);
        if (tau == 0) return alpha;
        for (int i = k + 1; i < a.Rows; i++)
        {
            Span<double> row = a.Row(i)[(k + 1)..];
            DoubleVectors.AddScaled(-tau * DoubleVectors.Dot(row, v), v, row);
        }

        return alpha;
    }

    /// <summary>Replaces x by the Householder vector v, for which (I − τ·v·vᵀ)·x is (α, 0, …, 0).</summary>
    private static (double Alpha, double Tau) MakeReflector(Span<double> x)
    {
        double largest = 0;
        foreach (double value in x) largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0 || x.Length == 1) return (x[0], 0);

        // Scaled so that squares neither overflow nor underflow.
        foreach (ref double value in x) value /= largest;
        double norm = Math.Sqrt(DoubleVectors.Dot(x, x)), alpha = x[0] > 0 ? -norm : norm;
        x[0] -= alpha;
        return (alpha * largest, 2 / DoubleVectors.Dot(x, x));
    }
}
