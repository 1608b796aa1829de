using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<Index1D, ArrayView<uint>, ArrayView<int>, int, int, long, ulong> DropoutKeysKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, ArrayView<int>, int, int, long, ulong>(DropoutKernels.Keys);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, DropoutMask, int> AddDropoutKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, DropoutMask, int>(DropoutKernels.Add);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<uint>, DropoutMask, int> ApplyDropoutKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<uint>, DropoutMask, int>(DropoutKernels.Apply);

    private Action<Index1D, ArrayView<float>, ArrayView<float>> GeluKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(ActivationKernels.Gelu);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> GeluBackwardKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ActivationKernels.GeluBackward);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> SwiGluKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ActivationKernels.SwiGlu);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> SwiGluBackwardKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ActivationKernels.SwiGluBackward);

    private Action<Index1D, ArrayView<float>, int, ArrayView<float>, RowLayout, int> CopyRowsKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, int, ArrayView<float>, RowLayout, int>(ElementKernels.CopyRows);

    private Action<Index1D, MatrixView, MatrixView, int> CopyKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, MatrixView, MatrixView, int>(ElementKernels.Copy);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, int, int> AddRowsKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(ElementKernels.AddRows);

    private Action<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, RowLayout, int, int> RotateKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, RowLayout, int, int>(ElementKernels.Rotate);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> MixValuesKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(ElementKernels.MixValues);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> MixValuesBackwardKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(ElementKernels.MixValuesBackward);

    /// <summary>Derives the dropout keys of a pass.</summary>
    /// <param name="keys">Receives two integers per key [sites, sequences].</param>
    /// <param name="sites">Number of each site in the model.</param>
    /// <param name="siteCount">Number of sites.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="firstSequence">Index of the first sequence in its batch.</param>
    /// <param name="step">Optimizer step.</param>
    /// <param name="seed">Seed of the generator.</param>
    public void DeriveDropoutKeys(ArrayView<uint> keys, ArrayView<int> sites, int siteCount, int sequences, int firstSequence, long step, ulong seed) =>
        DropoutKeysKernel(siteCount * sequences, keys, sites, sequences, firstSequence, step, seed);

    /// <summary>Computes y = x + dropout(branch).</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="x">First summand.</param>
    /// <param name="branch">Second summand.</param>
    /// <param name="y">Receives the sum.</param>
    /// <param name="keys">Keys of the dropout.</param>
    /// <param name="mask">Dropout.</param>
    /// <param name="perSequence">Number of values of a sequence.</param>
    public void AddDropout(int count, ArrayView<float> x, ArrayView<float> branch, ArrayView<float> y, ArrayView<uint> keys, DropoutMask mask, int perSequence) =>
        AddDropoutKernel(count, x, branch, y, keys, mask, perSequence);

    /// <summary>Computes y = dropout(x).</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Receives the output; may be the same memory.</param>
    /// <param name="keys">Keys of the dropout.</param>
    /// <param name="mask">Dropout.</param>
    /// <param name="perSequence">Number of values of a sequence.</param>
    public void ApplyDropout(int count, ArrayView<float> x, ArrayView<float> y, ArrayView<uint> keys, DropoutMask mask, int perSequence) =>
        ApplyDropoutKernel(count, x, y, keys, mask, perSequence);

    /// <summary>Computes y = gelu_new(x).</summary>
    public void Gelu(int count, ArrayView<float> x, ArrayView<float> y) => GeluKernel(count, x, y);

    /// <summary>Replaces the gradient of the output of gelu_new by that of the input, and computes the output again.</summary>
    public void GeluBackward(int count, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> y) => GeluBackwardKernel(count, dy, x, y);

    /// <summary>Computes y = silu(gate) · up.</summary>
    public void SwiGlu(int count, ArrayView<float> gate, ArrayView<float> up, ArrayView<float> y) => SwiGluKernel(count, gate, up, y);

    /// <summary>Replaces the gradient of the output of SwiGLU by that of <paramref name="up"/>, and computes that of the gate and the output again.</summary>
    public void SwiGluBackward(int count, ArrayView<float> dy, ArrayView<float> gate, ArrayView<float> up, ArrayView<float> dGate, ArrayView<float> y) =>
        SwiGluBackwardKernel(count, dy, gate, up, dGate, y);

    /// <summary>Copies rows of a matrix with column stride 1.</summary>
    /// <param name="from">The rows.</param>
    /// <param name="to">Destination.</param>
    /// <param name="layout">Rows of the destination.</param>
    public void CopyRows(Matrix from, ArrayView<float> to, RowLayout layout) => CopyRowsKernel(from.Rows * from.Columns, from.Data, from.RowStride, to, layout, from.Columns);

    /// <summary>Copies a matrix with any strides.</summary>
    /// <param name="from">Source.</param>
    /// <param name="to">Destination.</param>
    public void Copy(Matrix from, Matrix to) => CopyKernel(from.Rows * from.Columns, from.View, to.View, from.Columns);

    /// <summary>Adds contiguous rows to a matrix with column stride 1.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="sum">Added to.</param>
    public void AddRows(ArrayView<float> x, Matrix sum) => AddRowsKernel(sum.Rows * sum.Columns, x, sum.Data, sum.RowStride, sum.Columns);

    /// <summary>Rotates heads in place.</summary>
    /// <param name="heads">Heads side by side, with column stride 1.</param>
    /// <param name="angles">Index of each row's angles.</param>
    /// <param name="tables">Cosines and sines.</param>
    /// <param name="headDim">Width of a head.</param>
    /// <param name="isInverse">Whether to rotate by the negative angles.</param>
    public void Rotate(Matrix heads, ArrayView<int> angles, (ArrayView<float> Cosines, ArrayView<float> Sines) tables, int headDim, bool isInverse) =>
        RotateKernel(heads.Rows * heads.Columns / 2, heads.Data, angles, tables.Cosines, tables.Sines, new RowLayout(heads.Columns / headDim, heads.RowStride, headDim), headDim / 2, isInverse ? -1 : 1);

    /// <summary>Replaces the values of a block by their mixture with those of the first block.</summary>
    /// <param name="share">The parameter λ.</param>
    /// <param name="first">Values of the first block.</param>
    /// <param name="values">Own values, then the mixture, with the same distance of rows.</param>
    /// <param name="own">Receives the own values.</param>
    public void MixValues(ArrayView<float> share, ArrayView<float> first, Matrix values, ArrayView<float> own) =>
        MixValuesKernel(values.Rows * values.Columns, share, first, values.Data, own, values.RowStride, values.Columns);

    /// <summary>Computes the gradients of <see cref="MixValues"/>.</summary>
    /// <param name="share">The parameter λ.</param>
    /// <param name="first">Values of the first block.</param>
    /// <param name="own">Own values of the block.</param>
    /// <param name="gradient">Gradient of the mixture, then of the own values.</param>
    /// <param name="dFirst">Gradient of the values of the first block; added to.</param>
    /// <param name="dShares">Receives the contributions to the gradient of λ.</param>
    public void MixValuesBackward(ArrayView<float> share, ArrayView<float> first, ArrayView<float> own, Matrix gradient, ArrayView<float> dFirst, ArrayView<float> dShares) =>
        MixValuesBackwardKernel(gradient.Rows * gradient.Columns, share, first, own, gradient.Data, dFirst, dShares, gradient.RowStride, gradient.Columns);
}
