using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Average pooling with a 3×3 window, stride 1 and padding 1.</summary>
internal sealed class AveragePool3x3(IKernels kernels, bool countsPadding) : Pool3x3(stride: 1, padding: 1)
{
    protected override void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPixel, MatrixSpan output) => kernels.AveragePool(input, window, countsPadding, firstPixel, output);
}
