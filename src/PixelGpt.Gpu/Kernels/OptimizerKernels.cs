using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Updates of the parameters.</summary>
internal static class OptimizerKernels
{
    /// <summary>Number of values that have one rule: parameters start at multiples of it.</summary>
    public const int ValuesPerRule = 16;

    /// <summary>The rule of parameters that AdamW leaves unchanged.</summary>
    public const int Skip = 0;

    /// <summary>The rule of parameters without weight decay.</summary>
    public const int WithoutDecay = 1;

    /// <summary>The rule of parameters with weight decay.</summary>
    public const int WithDecay = 2;

    /// <summary>Computes one step of AdamW (Loshchilov and Hutter 2019), in the order of operations of the CPU.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="gradient">Gradient.</param>
    /// <param name="parameters">Parameters, updated in place.</param>
    /// <param name="expAvg">First moments, updated in place.</param>
    /// <param name="expAvgSq">Second moments, updated in place.</param>
    /// <param name="rules">Rule of each <see cref="ValuesPerRule"/> values.</param>
    /// <param name="s">Constants of the step.</param>
    public static void AdamW(Index1D index, ArrayView<float> gradient, ArrayView<float> parameters, ArrayView<float> expAvg, ArrayView<float> expAvgSq, ArrayView<byte> rules, AdamWConstants s)
    {
        int rule = rules[index / ValuesPerRule];
        if (rule == Skip) return;
        float g = gradient[index] * s.GradientScale;
        float m = (expAvg[index] * s.Beta1) + (g * s.OneMinusBeta1), v = (expAvgSq[index] * s.Beta2) + (g * g * s.OneMinusBeta2);
        expAvg[index] = m;
        expAvgSq[index] = v;
        float denominator = (MathF.Sqrt(v) * s.InverseRootCorrection2) + s.Epsilon;
        float decayed = rule == WithDecay ? parameters[index] * s.Decay : parameters[index];
        parameters[index] = decayed - (s.StepSize * (m / denominator));
    }

    /// <summary>Updates an exponential moving average: average · decay + x · (1 − decay).</summary>
    public static void Average(Index1D index, ArrayView<float> x, ArrayView<float> average, float decay) =>
        average[index] = (average[index] * decay) + (x[index] * (1 - decay));

    /// <summary>Computes y = a · x + b · y.</summary>
    public static void Combine(Index1D index, ArrayView<float> x, float a, ArrayView<float> y, float b) => y[index] = (a * x[index]) + (b * y[index]);

    /// <summary>Divides values by the square root of a sum, see <see cref="Numerics.NewtonSchulz"/>.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="x">The values.</param>
    /// <param name="sumOfSquares">The sum.</param>
    /// <param name="epsilon">Value that is added to the root.</param>
    public static void Normalize(Index1D index, ArrayView<float> x, ArrayView<float> sumOfSquares, float epsilon) =>
        x[index] *= 1 / (MathF.Sqrt(sumOfSquares[0]) + epsilon);

    /// <summary>Computes the polynomial a·I + b·G + c·G² of a square matrix G.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="gram">G [n, n].</param>
    /// <param name="square">G² [n, n], then the polynomial.</param>
    /// <param name="size">The number of rows, n.</param>
    /// <param name="a">Coefficient of the unit matrix.</param>
    /// <param name="b">Coefficient of G.</param>
    /// <param name="c">Coefficient of G².</param>
    public static void Polynomial(Index1D index, ArrayView<float> gram, ArrayView<float> square, int size, float a, float b, float c) =>
        square[index] = (c * square[index]) + (b * gram[index]) + (index / size == index % size ? a : 0);
}
