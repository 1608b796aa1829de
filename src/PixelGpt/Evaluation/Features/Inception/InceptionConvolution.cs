using System.Collections.Immutable;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Reads torchvision's BasicConv2d, a convolution without bias, batch norm and ReLU, from a file.</summary>
internal static class InceptionConvolution
{
    /// <summary>The ε of the networks' batch norms (not PyTorch's default).</summary>
    public const double Epsilon = 1e-3;

    /// <summary>Reads a convolution from a file.</summary>
    /// <param name="source">Tensors <c>NAME.conv.weight</c> [out, in, height, width] and <c>NAME.bn.*</c> [out].</param>
    /// <param name="name">Name of the convolution.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="isPadded">Whether to pad by half the window, so that a stride of 1 preserves the picture size.</param>
    /// <exception cref="InputException">A tensor is missing, has the wrong shape, or has a value that is not finite.</exception>
    public static Convolution Load(ITensorSource source, string name, IKernels kernels, int stride, bool isPadded)
    {
        string weightName = $"{name}.conv.weight";
        ImmutableArray<int> shape = source.Shape(weightName);
        if (shape is not [> 0, > 0, > 0, > 0]) throw new InputException($"{source.Path}: {weightName} has the shape [{string.Join(", ", shape)}], expected [out, in, height, width]");
        (int outputs, int channels, int height, int width) = (shape[0], shape[1], shape[2], shape[3]);
        float[] Norm(string part)
        {
            ImmutableArray<int> size = source.Shape($"{name}.bn.{part}");
            return size is [int count] && count == outputs ? source.FiniteFloats($"{name}.bn.{part}") : throw new InputException($"{source.Path}: {name}.bn.{part} has the shape [{string.Join(", ", size)}], expected [{outputs}]");
        }

        var norm = new BatchNorm(Norm("weight"), Norm("bias"), Norm("running_mean"), Norm("running_var"), Epsilon);
        var weights = new ConvolutionWeights(source.FiniteFloats(weightName), outputs, channels, height, width);
        return new Convolution(name, kernels, weights, norm, stride, isPadded);
    }
}
