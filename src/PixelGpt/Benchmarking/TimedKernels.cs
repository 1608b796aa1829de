using System.Diagnostics;
using PixelGpt.Numerics;

namespace PixelGpt.Benchmarking;

/// <summary>Wraps kernels and times every call. Not thread-safe.</summary>
/// <param name="inner">Kernels to time.</param>
/// <param name="byShape">Whether to time products of different shapes separately.</param>
internal sealed class TimedKernels(IKernels inner, bool byShape = false) : IKernels
{
    /// <summary>The times measured so far.</summary>
    public KernelTimes Times { get; } = new();

    public string Name => inner.Name;

    public int PackedLength(int rows, int columns) => inner.PackedLength(rows, columns);

    public void Pack(ReadOnlyMatrixSpan source, Span<float> destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Pack(source, destination);
        Record(source.ColumnStride == 1 ? "Pack" : "Pack transposed", start, 2.0 * source.Rows * source.Columns);
    }

    public void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        long start = Stopwatch.GetTimestamp();
        inner.MatMul(a, b, bias, accumulate, c);
        RecordProduct("MatMul packed", start, a, c);
    }

    public void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c)
    {
        long start = Stopwatch.GetTimestamp();
        inner.MatMul(a, b, accumulate, c);
        RecordProduct(a.ColumnStride == 1 ? "MatMul" : "MatMul Aᵀ", start, a, c);
    }

    public void Convolve(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, ConvolutionOptions options, int firstOutputPixel, MatrixSpan output)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Convolve(input, window, weights, bias, options, firstOutputPixel, output);
        RecordProduct($"{nameof(Convolve)} {window.KernelHeight}×{window.KernelWidth}", start, output.Rows, window.Taps * input.Columns, output.Columns);
    }

    public void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstOutputPixel, MatrixSpan output)
    {
        long start = Stopwatch.GetTimestamp();
        inner.MaxPool(input, window, firstOutputPixel, output);
        Record(nameof(MaxPool), start, Size(input) + ((double)output.Rows * output.Columns));
    }

    public void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstOutputPixel, MatrixSpan output)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AveragePool(input, window, countPadding, firstOutputPixel, output);
        Record(nameof(AveragePool), start, Size(input) + ((double)output.Rows * output.Columns));
    }

    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AddColumnSums(x, sums);
        Record(nameof(AddColumnSums), start, Size(x));
    }

    public void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LayerNorm(x, weight, bias, epsilon, y, mean, rstd);
        Record(nameof(LayerNorm), start, 2.0 * mean.Length * weight.Length);
    }

    public void LayerNormBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, in LayerNormGradients gradients)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LayerNormBackward(dy, x, weight, mean, rstd, gradients);
        Record(nameof(LayerNormBackward), start, 4.0 * mean.Length * weight.Length);
    }

    public void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
    {
        long start = Stopwatch.GetTimestamp();
        inner.RmsNorm(x, weight, epsilon, y, rstd);
        Record(nameof(RmsNorm), start, 2 * Size(x));
    }

    public void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
    {
        long start = Stopwatch.GetTimestamp();
        inner.RmsNormBackward(dy, x, weight, rstd, dx, dWeight);
        Record(nameof(RmsNormBackward), start, 4 * Size(x));
    }

    public void ApplyRotary(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool inverse)
    {
        long start = Stopwatch.GetTimestamp();
        inner.ApplyRotary(x, positions, cos, sin, inverse);
        Record(nameof(ApplyRotary), start, 2 * Size(x));
    }

    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.SwiGlu(gate, up, y);
        Record(nameof(SwiGlu), start, 3.0 * gate.Length);
    }

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.SwiGluBackward(dy, gate, up, dGate, dUp, y);
        Record(nameof(SwiGluBackward), start, 6.0 * gate.Length);
    }

    public void GeluNew(ReadOnlySpan<float> x, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.GeluNew(x, y);
        Record(nameof(GeluNew), start, 2.0 * x.Length);
    }

    public void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.GeluNewBackward(dy, x, dx, y);
        Record(nameof(GeluNewBackward), start, 4.0 * x.Length);
    }

    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AddDropout(x, branch, dropout, y);
        Record(nameof(AddDropout), start, 3.0 * x.Length);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.ApplyDropout(x, dropout, y);
        Record(nameof(ApplyDropout), start, 2.0 * x.Length);
    }

    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalMask mask, MatrixSpan scores)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CausalScores(q, keys, mask, scores);
        RecordCausalProduct(nameof(CausalScores), start, mask, q.Rows, q.Columns);
    }

    public void AttendCached(ReadOnlySpan<float> queries, KeyValueCacheSpan past, int count, int window, float scale, Span<float> scratch, Span<float> output)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AttendCached(queries, past, count, window, scale, scratch, output);
        Times.Add(new KernelKey(nameof(AttendCached)), Stopwatch.GetTimestamp() - start, 4.0 * queries.Length * count, bytes: 0);
    }

    public void CausalWeightedSum(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalMask mask, bool accumulate, MatrixSpan output)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CausalWeightedSum(weights, values, mask, accumulate, output);
        RecordCausalProduct(nameof(CausalWeightedSum), start, mask, output.Rows, output.Columns);
    }

    public void CausalWeightedSumTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalMask mask, MatrixSpan sums)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CausalWeightedSumTransposed(weights, rows, mask, sums);
        RecordCausalProduct(nameof(CausalWeightedSumTransposed), start, mask, rows.Rows, rows.Columns);
    }

    public void CausalSoftmax(MatrixSpan scores, in CausalSoftmaxOptions options, Span<float> logSumExp)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CausalSoftmax(scores, options, logSumExp);
        Record(nameof(CausalSoftmax), start, 2 * Unmasked(options.Mask, scores.Rows));
    }

    public void CausalSoftmaxBackward(MatrixSpan scores, MatrixSpan dWeights, in CausalSoftmaxOptions options, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDots)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CausalSoftmaxBackward(scores, dWeights, options, logSumExp, rowDots);
        Record(nameof(CausalSoftmaxBackward), start, 4 * Unmasked(options.Mask, scores.Rows));
    }

    public void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
    {
        long start = Stopwatch.GetTimestamp();
        inner.RowDots(a, b, dots);
        Record(nameof(RowDots), start, 2 * Size(a));
    }

    public void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll)
    {
        long start = Stopwatch.GetTimestamp();
        inner.SoftmaxCrossEntropy(logits, labels, gradientScale, nll);
        Record(nameof(SoftmaxCrossEntropy), start, 2 * Size(logits));
    }

    public void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Add(x, y);
        Record(nameof(Add), start, 3.0 * x.Length);
    }

    public void Scale(Span<float> x, float factor)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Scale(x, factor);
        Record(nameof(Scale), start, 2.0 * x.Length);
    }

    public double SumOfSquares(ReadOnlySpan<float> x)
    {
        long start = Stopwatch.GetTimestamp();
        double sum = inner.SumOfSquares(x);
        Record(nameof(SumOfSquares), start, x.Length);
        return sum;
    }

    public void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AdamW(gradient, step, parameters, expAvg, expAvgSq);
        Record(nameof(AdamW), start, 7.0 * gradient.Length);
    }

    public void UpdateAverage(ReadOnlySpan<float> x, float decay, Span<float> average)
    {
        long start = Stopwatch.GetTimestamp();
        inner.UpdateAverage(x, decay, average);
        Record(nameof(UpdateAverage), start, 3.0 * x.Length);
    }

    /// <summary>Returns the number of unmasked elements in a block of rows.</summary>
    private static double Unmasked(CausalMask mask, int rows)
    {
        double count = 0;
        for (int row = 0; row < rows; row++) count += mask.End(row) - mask.Begin(row);
        return count;
    }

    private void RecordCausalProduct(string name, long start, CausalMask mask, int rows, int width) =>
        Times.Add(new KernelKey(name), Stopwatch.GetTimestamp() - start, 2 * Unmasked(mask, rows) * width, bytes: 0);

    private static double Size(ReadOnlyMatrixSpan matrix) => (double)matrix.Rows * matrix.Columns;

    private void Record(string name, long start, double floats) =>
        Times.Add(new KernelKey(name), Stopwatch.GetTimestamp() - start, operations: 0, floats * sizeof(float));

    private void RecordProduct(string name, long start, ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan c) => RecordProduct(name, start, a.Rows, a.Columns, c.Columns);

    private void RecordProduct(string name, long start, int rows, int inner, int columns)
    {
        long ticks = Stopwatch.GetTimestamp() - start;
        KernelKey key = byShape ? new KernelKey(name, rows, inner, columns) : new KernelKey(name);
        Times.Add(key, ticks, 2.0 * rows * inner * columns, bytes: 0);
    }
}
