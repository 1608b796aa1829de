namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>The eigenvalues of a symmetric tridiagonal matrix: implicit QL with Wilkinson's shift (Bowdler, Martin, Reinsch and Wilkinson 1968; EISPACK's imtql1).</summary>
internal static class TridiagonalEigenvalues
{
    /// <summary>Steps an eigenvalue may take; two or three are usual.</summary>
    private const int MaxSteps = 100;

    /// <summary>Half the gap between 1 and the next double.</summary>
    private const double RoundingUnit = 1.0 / (1L << 53);

    /// <summary>Computes the eigenvalues in place of the diagonal, in no order.</summary>
    /// <param name="diagonal">The diagonal [n]; then the eigenvalues.</param>
    /// <param name="beside">The n − 1 entries beside it, and one place more; overwritten.</param>
    /// <exception cref="FailureException">An entry is not a finite number, or the steps did not suffice.</exception>
    public static void Compute(double[] diagonal, double[] beside)
    {
        int n = diagonal.Length;
        beside[n - 1] = 0;
        double norm = 0;
        for (int i = 0; i < n; i++) norm = Math.Max(norm, Math.Abs(diagonal[i]) + Math.Abs(beside[i]));
        if (!double.IsFinite(norm)) throw new FailureException("the features are too large for their distance to be computed");
        if (norm == 0) return;

        // Scaled, so that no square leaves the range, and what is negligible is so beside the whole matrix.
        for (int i = 0; i < n; i++) (diagonal[i], beside[i]) = (diagonal[i] / norm, beside[i] / norm);
        for (int first = 0; first < n; first++)
        {
            for (int step = 0; ; step++)
            {
                int last = first;
                while (last < n - 1 && Math.Abs(beside[last]) > RoundingUnit) last++;
                if (last == first) break;
                if (step == MaxSteps) throw new FailureException($"the {first + 1}. of {n} eigenvalues was not found in {MaxSteps} steps");
                Step(diagonal, beside, first, last);
            }
        }

        foreach (ref double value in diagonal.AsSpan()) value *= norm;
    }

    private static void Step(double[] d, double[] e, int first, int last)
    {
        double g = (d[first + 1] - d[first]) / (2 * e[first]);
        double r = double.Hypot(g, 1);
        g = d[last] - d[first] + (e[first] / (g + (g >= 0 ? r : -r)));
        double s = 1, c = 1, p = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double f = s * e[i], b = c * e[i];
            r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[last] = 0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
        }

        d[first] -= p;
        e[first] = g;
        e[last] = 0;
    }
}
