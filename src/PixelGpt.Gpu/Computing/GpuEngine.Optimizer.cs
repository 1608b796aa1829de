using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<byte>, AdamWConstants> AdamWKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<byte>, AdamWConstants>(OptimizerKernels.AdamW);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, float> AverageKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(OptimizerKernels.Average);

    private Action<Index1D, ArrayView<float>, float, ArrayView<float>, float> CombineKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float, ArrayView<float>, float>(OptimizerKernels.Combine);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, float> RootDivisionKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(OptimizerKernels.Normalize);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, int, float, float, float> PolynomialKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int, float, float, float>(OptimizerKernels.Polynomial);

    /// <summary>Computes one step of AdamW.</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="gradient">Gradient.</param>
    /// <param name="parameters">Parameters, updated in place.</param>
    /// <param name="expAvg">First moments, updated in place.</param>
    /// <param name="expAvgSq">Second moments, updated in place.</param>
    /// <param name="rules">Rule of each group of values, see <see cref="OptimizerKernels"/>.</param>
    /// <param name="step">Hyperparameters of the step.</param>
    public void AdamW(int count, ArrayView<float> gradient, ArrayView<float> parameters, ArrayView<float> expAvg, ArrayView<float> expAvgSq, ArrayView<byte> rules, in AdamWStep step) =>
        AdamWKernel(count, gradient, parameters, expAvg, expAvgSq, rules, AdamWConstants.Of(new AdamWScalars(step)));

    /// <summary>Updates an exponential moving average.</summary>
    public void UpdateAverage(int count, ArrayView<float> x, ArrayView<float> average, float decay) => AverageKernel(count, x, average, decay);

    /// <summary>Computes y = a · x + b · y.</summary>
    public void Combine(int count, ArrayView<float> x, float a, ArrayView<float> y, float b) => CombineKernel(count, x, a, y, b);

    /// <summary>Divides values by the square root of a sum plus <paramref name="epsilon"/>.</summary>
    public void DivideByRoot(int count, ArrayView<float> x, ArrayView<float> sumOfSquares, float epsilon) => RootDivisionKernel(count, x, sumOfSquares, epsilon);

    /// <summary>Replaces the square G² of a matrix G by the polynomial a·I + b·G + c·G².</summary>
    public void Polynomial(int size, ArrayView<float> gram, ArrayView<float> square, float a, float b, float c) => PolynomialKernel(size * size, gram, square, size, a, b, c);
}
