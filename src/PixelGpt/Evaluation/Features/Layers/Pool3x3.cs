using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>A pooling layer with a 3×3 window.</summary>
internal abstract class Pool3x3(int stride, int padding) : ILayer
{
    public FeatureMapSize OutputSize(FeatureMapSize input)
    {
        WindowShape window = WindowOver(input);
        return new FeatureMapSize(window.OutputHeight, window.OutputWidth, input.Channels);
    }

    public int ScratchFloats(FeatureMapSize input) => 0;

    public double Operations(FeatureMapSize input) => 0;

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool)
    {
        WindowShape window = WindowOver(input.Size);
        pool.ForPixelRanges(window.OutputPixels, (first, count) => Compute(input.Values, window, first, output.Rows(first, count)));
    }

    protected abstract void Compute(ReadOnlyMatrixSpan input, WindowShape window, int firstPixel, MatrixSpan output);

    private WindowShape WindowOver(FeatureMapSize input) => new(input.Height, input.Width, 3, 3, stride, padding, padding);
}
