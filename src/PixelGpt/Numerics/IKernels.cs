namespace PixelGpt.Numerics;

/// <summary>
/// The numeric operations that the models consist of, on float32. <see cref="ReferenceKernels"/> implements them for
/// clarity and <see cref="SimdKernels{S,TF,TI}"/> for speed; tests compare the two. Each operation has a folder with its
/// part of this interface and both implementations.
/// </summary>
/// <remarks>
/// Shapes are row-major. T is the number of positions (rows), D the hidden size and V the vocabulary size. Parameters are
/// in the order inputs, settings, outputs. Outputs are overwritten unless the summary says that the operation adds to
/// them. Each result depends only on the arguments, never on threads or on other rows of a batch: each element of a matrix
/// product is the sum over k in ascending order, regardless of the tile that computes it, and a bias is added last.
/// </remarks>
internal partial interface IKernels
{
    /// <summary>Short name of the kernels: <c>avx512</c>, <c>avx2</c>, <c>vector128</c> or <c>reference</c>.</summary>
    string Name { get; }
}
