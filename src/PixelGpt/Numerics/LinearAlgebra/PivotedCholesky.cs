namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>
/// Cholesky decomposition with diagonal pivoting (Higham, "Analysis of the Cholesky decomposition of a semi-definite
/// matrix", 1990): a factor F with FᵀF = S of a symmetric positive semi-definite matrix. F has as many rows as the rank of
/// S. Pivots below the rounding error of S are treated as 0, so nothing has to be added to the diagonal of a singular
/// covariance.
/// </summary>
internal static class PivotedCholesky
{
    /// <summary>Computes the factor.</summary>
    /// <param name="matrix">Symmetric positive semi-definite matrix [n, n].</param>
    /// <returns>The factor [rank, n].</returns>
    public static DoubleMatrix Factor(DoubleMatrix matrix)
    {
        int n = matrix.Rows;
        var rows = new List<double[]>();
        double[] remaining = new double[n];
        for (int i = 0; i < n; i++) remaining[i] = matrix[i, i];
        double negligible = n * Largest(remaining).Value / (1L << 52);
        while (rows.Count < n)
        {
            (int pivot, double value) = Largest(remaining);
            if (!(value > negligible)) break;
            double[] row = matrix.Row(pivot).ToArray();
            foreach (double[] earlier in rows) DoubleVectors.AddScaled(-earlier[pivot], earlier, row);
            double root = Math.Sqrt(value);
            for (int i = 0; i < n; i++)
            {
                // The remainder of an earlier pivot is only rounding error.
                row[i] = double.IsNegativeInfinity(remaining[i]) ? 0 : row[i] / root;
                remaining[i] -= row[i] * row[i];
            }

            row[pivot] = root;
            remaining[pivot] = double.NegativeInfinity;
            rows.Add(row);
        }

        var factor = new DoubleMatrix(rows.Count, n);
        for (int i = 0; i < rows.Count; i++) rows[i].CopyTo(factor.Row(i));
        return factor;
    }

    private static (int Index, double Value) Largest(double[] values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[largest]) largest = i;
        }

        return (largest, values[largest]);
    }
}
