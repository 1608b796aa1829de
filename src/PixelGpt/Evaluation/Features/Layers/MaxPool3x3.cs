using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Max pooling with a 3×3 window.</summary>
internal sealed class MaxPool3x3(IKernels kernels, int stride, int padding) : Pool3x3(stride, padding)
{
    protected override void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPixel, MatrixSpan output) => kernels.MaxPool(input, window, firstPixel, output);
}
