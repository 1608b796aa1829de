using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>A pool over 3×3 pixels.</summary>
internal abstract class Pool3(int stride, int padding) : ILayer
{
    public MapSize Output(MapSize input)
    {
        WindowShape window = Over(input);
        return new MapSize(window.OutputHeight, window.OutputWidth, input.Channels);
    }

    public int ScratchFloats(MapSize input) => 0;

    public double Operations(MapSize input) => 0;

    public void Forward(FeatureMap input, FeatureMap output, Scratch scratch, WorkerPool? pool)
    {
        WindowShape window = Over(input.Size);
        pool.Share(window.OutputPixels, (first, count) => Compute(input.Values, window, first, output.Rows(first, count)));
    }

    protected abstract void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output);

    private WindowShape Over(MapSize input) => new(input.Height, input.Width, 3, 3, stride, padding, padding);
}

/// <summary>The greatest of 3×3 pixels.</summary>
internal sealed class MaxPool3(IKernels kernels, int stride, int padding) : Pool3(stride, padding)
{
    protected override void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output) => kernels.MaxPool(input, window, firstPlace, output);
}

/// <summary>The mean of 3×3 pixels around each.</summary>
internal sealed class AveragePool3(IKernels kernels, bool countsPadding) : Pool3(stride: 1, padding: 1)
{
    protected override void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output) => kernels.AveragePool(input, window, countsPadding, firstPlace, output);
}
