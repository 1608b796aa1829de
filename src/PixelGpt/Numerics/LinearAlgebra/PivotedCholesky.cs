namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>
/// A factor F with FᵀF = S of a symmetric matrix without negative eigenvalues, with as many rows as S has rank: Cholesky's
/// with diagonal pivoting (Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990). What is below
/// the rounding of S counts as nothing, so a covariance of fewer samples than dimensions needs no ε to be added.
/// </summary>
internal static class PivotedCholesky
{
    /// <summary>Computes the factor, [rank, S.Columns].</summary>
    /// <param name="matrix">S, symmetric.</param>
    public static DoubleMatrix Factor(DoubleMatrix matrix)
    {
        int n = matrix.Rows;
        var rows = new List<double[]>();
        double[] left = new double[n];
        for (int i = 0; i < n; i++) left[i] = matrix[i, i];
        double negligible = n * Largest(left).Value / (1L << 52);
        while (rows.Count < n)
        {
            (int pivot, double value) = Largest(left);
            if (!(value > negligible)) break;
            double[] row = matrix.Row(pivot).ToArray();
            foreach (double[] earlier in rows) DoubleVectors.AddScaled(-earlier[pivot], earlier, row);
            double root = Math.Sqrt(value);
            for (int i = 0; i < n; i++)
            {
                // A pivot of earlier is wholly explained; what is left there is rounding.
                row[i] = double.IsNegativeInfinity(left[i]) ? 0 : row[i] / root;
                left[i] -= row[i] * row[i];
            }

            row[pivot] = root;
            left[pivot] = double.NegativeInfinity;
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
