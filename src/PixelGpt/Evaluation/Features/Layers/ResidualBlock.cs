using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>A residual block of two convolutions (He et al. 2016): ReLU(second(first(x)) + x), or with a convolution of x instead of x if the size changes.</summary>
/// <param name="first">The first convolution, with ReLU.</param>
/// <param name="second">The second convolution, with the ReLU of the block.</param>
/// <param name="shortcut">The convolution of the shortcut, without ReLU; null for the identity.</param>
internal sealed class ResidualBlock(Convolution first, Convolution second, Convolution? shortcut) : ILayer
{
    public FeatureMapSize OutputSize(FeatureMapSize input)
    {
        FeatureMapSize output = second.OutputSize(first.OutputSize(input)), skipped = shortcut?.OutputSize(input) ?? input;
        return output == skipped ? output : throw new InputException("the shortcut of a residual block has another size than its convolutions: these are not the weights of this network");
    }

    public int ScratchFloats(FeatureMapSize input) => Alignment.RoundUp(first.OutputSize(input).Floats);

    public double Operations(FeatureMapSize input) => first.Operations(input) + second.Operations(first.OutputSize(input)) + (shortcut?.Operations(input) ?? 0);

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool)
    {
        FeatureMap middle = scratch.Allocate(first.OutputSize(input.Size));
        first.Forward(input, middle, accumulate: false, pool);
        if (shortcut is not null) shortcut.Forward(input, output, accumulate: false, pool);
        else input.CopyTo(output);
        second.Forward(middle, output, accumulate: true, pool);
    }
}
