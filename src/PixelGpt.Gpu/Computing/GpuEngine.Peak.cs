using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<Index1D, ArrayView<float>, int> PeakKernel => field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, int>(PeakKernels.MultiplyAdd);

    /// <summary>Computes multiplications and additions on all multiprocessors, to measure the peak.</summary>
    /// <param name="iterations">Number of iterations of each thread.</param>
    /// <returns>The number of floating-point operations.</returns>
    public double ComputePeak(int iterations)
    {
        int threads = Math.Min(WorkspaceLength, _accelerator.NumMultiprocessors * _accelerator.MaxNumThreadsPerMultiprocessor);
        PeakKernel(threads, Workspace, iterations);
        return (double)PeakKernels.Operations * iterations * threads;
    }
}
