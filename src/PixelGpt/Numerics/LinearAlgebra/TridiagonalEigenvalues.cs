namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>Computes the eigenvalues of a symmetric tridiagonal matrix by implicit QL with Wilkinson shifts (Bowdler, Martin, Reinsch and Wilkinson 1968; imtql1 of EISPACK).</summary>
internal static class TridiagonalEigenvalues
{
    /// <summary>Maximum number of steps per eigenvalue; two or three are usual.</summary>
    private const int MaxSteps = 100;

    /// <summary>Half the distance between 1 and the next double.</summary>
    private const double RoundingUnit = 1.0 / (1L << 53);

    /// <summary>Replaces the diagonal by the eigenvalues, in no particular order.</summary>
    /// <param name="diagonal">Diagonal [n], then eigenvalues.</param>
    /// <param name="offDiagonal">The n − 1 off-diagonal entries and one spare element [n]; overwritten.</param>
    /// <exception cref="FailureException">An entry is not finite, or the iteration did not converge.</exception>
    public static void Compute(double[] diagonal, double[] offDiagonal)
    {
        int n = diagonal.Length;
        offDiagonal[n - 1] = 0;
        double norm = 0;
        for (int i = 0; i < n; i++) norm = Math.Max(norm, Math.Abs(diagonal[i]) + Math.Abs(offDiagonal[i]));
        if (!double.IsFinite(norm)) throw new FailureException("the distance cannot be computed: the features contain values that are too large or not finite");
        if (norm == 0) return;

        // Scaled so that squares neither overflow nor underflow, and RoundingUnit is relative to the norm of the matrix.
        for (int i = 0; i < n; i++) (diagonal[i], offDiagonal[i]) = (diagonal[i] / norm, offDiagonal[i] / norm);
        for (int first = 0; first < n; first++)
        {
            for (int step = 0; ; step++)
            {
                int last = first;
                while (last < n - 1 && Math.Abs(offDiagonal[last]) > RoundingUnit) last++;
                if (last == first) break;
                if (step == MaxSteps) throw new FailureException($"eigenvalue {first + 1} of {n} did not converge in {MaxSteps} steps");
                Step(diagonal, offDiagonal, first, last);
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
