namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalMask mask, MatrixSpan scores) => MatMul(q, keys, default, false, scores);

    public void CausalWeightedSum(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalMask mask, bool accumulate, MatrixSpan output) =>
        MatMul(weights, values, default, accumulate, output);

    public void CausalWeightedSumTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalMask mask, MatrixSpan sums) =>
        MatMul(weights.Transposed, rows, true, sums);
}
