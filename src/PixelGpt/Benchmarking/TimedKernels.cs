using System.Diagnostics;
using PixelGpt.Numerics;

namespace PixelGpt.Benchmarking;

/// <summary>
/// Kernels that time every call of other kernels. For one thread: the times have no lock.
/// </summary>
/// <param name="inner">What computes.</param>
/// <param name="byShape">Whether products are told apart by their shapes.</param>
internal sealed class TimedKernels(IKernels inner, bool byShape = false) : IKernels
{
    /// <summary>What has been timed so far.</summary>
    public KernelTimes Times { get; } = new();

    public string Name => inner.Name;

    public int PackedLength(int rows, int columns) => inner.PackedLength(rows, columns);

    public void Pack(ReadOnlyMatrixSpan source, Span<float> destination)
    {
        long began = Stopwatch.GetTimestamp();
        inner.Pack(source, destination);
        Done(source.ColumnStride == 1 ? "Pack" : "Pack transposed", began, 2.0 * source.Rows * source.Columns);
    }

    public void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        long began = Stopwatch.GetTimestamp();
        inner.MatMul(a, b, bias, accumulate, c);
        Product("MatMul packed", began, a, c);
    }

    public void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c)
    {
        long began = Stopwatch.GetTimestamp();
        inner.MatMul(a, b, accumulate, c);
        Product(a.ColumnStride == 1 ? "MatMul" : "MatMul Aᵀ", began, a, c);
    }

    public void ConvolveRelu(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, int firstPlace, MatrixSpan output)
    {
        long began = Stopwatch.GetTimestamp();
        inner.ConvolveRelu(input, window, weights, bias, firstPlace, output);
        Product($"{nameof(ConvolveRelu)} {window.KernelHeight}×{window.KernelWidth}", began, output.Rows, window.Taps * input.Columns, output.Columns);
    }

    public void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output)
    {
        long began = Stopwatch.GetTimestamp();
        inner.MaxPool(input, window, firstPlace, output);
        Done(nameof(MaxPool), began, Size(input) + ((double)output.Rows * output.Columns));
    }

    public void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstPlace, MatrixSpan output)
    {
        long began = Stopwatch.GetTimestamp();
        inner.AveragePool(input, window, countPadding, firstPlace, output);
        Done(nameof(AveragePool), began, Size(input) + ((double)output.Rows * output.Columns));
    }

    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        long began = Stopwatch.GetTimestamp();
        inner.AddColumnSums(x, sums);
        Done(nameof(AddColumnSums), began, Size(x));
    }

    public void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd)
    {
        long began = Stopwatch.GetTimestamp();
        inner.LayerNorm(x, weight, bias, epsilon, y, mean, rstd);
        Done(nameof(LayerNorm), began, 2.0 * mean.Length * weight.Length);
    }

    public void LayerNormBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, Span<float> dx, Span<float> dWeight, Span<float> dBias)
    {
        long began = Stopwatch.GetTimestamp();
        inner.LayerNormBackward(dy, x, weight, mean, rstd, dx, dWeight, dBias);
        Done(nameof(LayerNormBackward), began, 4.0 * mean.Length * weight.Length);
    }

    public void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
    {
        long began = Stopwatch.GetTimestamp();
        inner.RmsNorm(x, weight, epsilon, y, rstd);
        Done(nameof(RmsNorm), began, 2 * Size(x));
    }

    public void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
    {
        long began = Stopwatch.GetTimestamp();
        inner.RmsNormBackward(dy, x, weight, rstd, dx, dWeight);
        Done(nameof(RmsNormBackward), began, 4 * Size(x));
    }

    public void Rotate(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool back)
    {
        long began = Stopwatch.GetTimestamp();
        inner.Rotate(x, positions, cos, sin, back);
        Done(nameof(Rotate), began, 2 * Size(x));
    }

    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.SwiGlu(gate, up, y);
        Done(nameof(SwiGlu), began, 3.0 * gate.Length);
    }

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.SwiGluBackward(dy, gate, up, dGate, dUp, y);
        Done(nameof(SwiGluBackward), began, 6.0 * gate.Length);
    }

    public void GeluNew(ReadOnlySpan<float> x, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.GeluNew(x, y);
        Done(nameof(GeluNew), began, 2.0 * x.Length);
    }

    public void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.GeluNewBackward(dy, x, dx, y);
        Done(nameof(GeluNewBackward), began, 4.0 * x.Length);
    }

    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.AddDropout(x, branch, dropout, y);
        Done(nameof(AddDropout), began, 3.0 * x.Length);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.ApplyDropout(x, dropout, y);
        Done(nameof(ApplyDropout), began, 2.0 * x.Length);
    }

    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalRange range, MatrixSpan scores)
    {
        long began = Stopwatch.GetTimestamp();
        inner.CausalScores(q, keys, range, scores);
        CausalProduct(nameof(CausalScores), began, range, q.Rows, q.Columns);
    }

    public void AttendCached(ReadOnlySpan<float> queries, CachedKeysValues past, int count, int window, float scale, Span<float> scratch, Span<float> output)
    {
        long began = Stopwatch.GetTimestamp();
        inner.AttendCached(queries, past, count, window, scale, scratch, output);
        Times.Add(new KernelKey(nameof(AttendCached)), Stopwatch.GetTimestamp() - began, 4.0 * queries.Length * count, bytes: 0);
    }

    public void CausalMix(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalRange range, bool accumulate, MatrixSpan output)
    {
        long began = Stopwatch.GetTimestamp();
        inner.CausalMix(weights, values, range, accumulate, output);
        CausalProduct(nameof(CausalMix), began, range, output.Rows, output.Columns);
    }

    public void CausalMixTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalRange range, MatrixSpan sums)
    {
        long began = Stopwatch.GetTimestamp();
        inner.CausalMixTransposed(weights, rows, range, sums);
        CausalProduct(nameof(CausalMixTransposed), began, range, rows.Rows, rows.Columns);
    }

    public void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp, Dropout dropout = default, int period = 0)
    {
        long began = Stopwatch.GetTimestamp();
        inner.CausalSoftmax(scores, firstPosition, window, scale, logSumExp, dropout, period);
        Done(nameof(CausalSoftmax), began, 2 * Seen(new CausalRange(firstPosition, window), scores.Rows));
    }

    public void CausalSoftmaxBackward(
        MatrixSpan scores, MatrixSpan dWeights, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDot, Dropout dropout, int period)
    {
        long began = Stopwatch.GetTimestamp();
        inner.CausalSoftmaxBackward(scores, dWeights, firstPosition, window, scale, logSumExp, rowDot, dropout, period);
        Done(nameof(CausalSoftmaxBackward), began, 4 * Seen(new CausalRange(firstPosition, window), scores.Rows));
    }

    public void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
    {
        long began = Stopwatch.GetTimestamp();
        inner.RowDots(a, b, dots);
        Done(nameof(RowDots), began, 2 * Size(a));
    }

    public void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll)
    {
        long began = Stopwatch.GetTimestamp();
        inner.SoftmaxCrossEntropy(logits, labels, gradientScale, nll);
        Done(nameof(SoftmaxCrossEntropy), began, 2 * Size(logits));
    }

    public void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        long began = Stopwatch.GetTimestamp();
        inner.Add(x, y);
        Done(nameof(Add), began, 3.0 * x.Length);
    }

    public void Scale(Span<float> x, float factor)
    {
        long began = Stopwatch.GetTimestamp();
        inner.Scale(x, factor);
        Done(nameof(Scale), began, 2.0 * x.Length);
    }

    public double SumOfSquares(ReadOnlySpan<float> x)
    {
        long began = Stopwatch.GetTimestamp();
        double sum = inner.SumOfSquares(x);
        Done(nameof(SumOfSquares), began, x.Length);
        return sum;
    }

    public void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq)
    {
        long began = Stopwatch.GetTimestamp();
        inner.AdamW(gradient, step, parameters, expAvg, expAvgSq);
        Done(nameof(AdamW), began, 7.0 * gradient.Length);
    }

    /// <summary>How many columns all rows see together.</summary>
    private static double Seen(CausalRange range, int rows)
    {
        double seen = 0;
        for (int row = 0; row < rows; row++) seen += range.End(row) - range.Begin(row);
        return seen;
    }

    private void CausalProduct(string name, long began, CausalRange range, int rows, int width) =>
        Times.Add(new KernelKey(name), Stopwatch.GetTimestamp() - began, 2 * Seen(range, rows) * width, bytes: 0);

    private static double Size(ReadOnlyMatrixSpan matrix) => (double)matrix.Rows * matrix.Columns;

    private void Done(string name, long began, double floats) =>
        Times.Add(new KernelKey(name), Stopwatch.GetTimestamp() - began, operations: 0, floats * sizeof(float));

    private void Product(string name, long began, ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan c) => Product(name, began, a.Rows, a.Columns, c.Columns);

    private void Product(string name, long began, int rows, int inner, int columns)
    {
        long ticks = Stopwatch.GetTimestamp() - began;
        KernelKey key = byShape ? new KernelKey(name, rows, inner, columns) : new KernelKey(name);
        Times.Add(key, ticks, 2.0 * rows * inner * columns, bytes: 0);
    }
}
