using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class ProductTests(EmulatedDevice device)
{
    private static readonly ReferenceKernels Reference = new();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 7, 9)]
    [InlineData(17, 9, 33)]
    [InlineData(8, 16, 700)]
    public void Products_of_plain_and_transposed_matrices_match_the_reference(int rows, int columns, int inner)
    {
        for (int i = 0; i < 16; i++) Check(device.Fast, rows, columns, inner, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0);
    }

    [Theory]
    [InlineData(3, 5, 7)]
    [InlineData(70, 66, 21)]
    public void Groups_of_the_size_for_graphics_processors_match_the_reference(int rows, int columns, int inner)
    {
        Check(device.Wide, rows, columns, inner, false, false, accumulate: true, hasBias: true);
        Check(device.Wide, rows, columns, inner, true, false, accumulate: false, hasBias: false);
        Check(device.Wide, rows, columns, inner, false, true, accumulate: false, hasBias: true);
    }

    [Fact]
    public void Parts_of_a_matrix_are_read_and_written_in_place()
    {
        const int Rows = 6, Stride = 11;
        float[] x = EmulatedDevice.Random(Rows * Stride, 1), y = EmulatedDevice.Random(Rows * Stride, 2);
        using DeviceMemory<float> dx = EmulatedDevice.Upload(device.Fast, x), dy = EmulatedDevice.Upload(device.Fast, y);
        var a = new Matrix(dx.View, Rows, Stride);
        device.Fast.Multiply(a.Part(2, 4), a.Part(6, 4).Transposed, new Matrix(dy.View, Rows, Stride).Part(3, Rows));
        float[] expected = [.. y];
        Reference.MatMul(new ReadOnlyMatrixSpan(x.AsSpan(2), Rows, 4, Stride), new ReadOnlyMatrixSpan(x.AsSpan(6), Rows, 4, Stride).Transposed, false, new MatrixSpan(expected.AsSpan(3), Rows, Rows, Stride));
        EmulatedDevice.AssertClose(expected, EmulatedDevice.Download(dy, y.Length));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(100, 5)]
    [InlineData(37, 70)]
    public void Column_sums_match_the_reference(int rows, int columns)
    {
        float[] x = EmulatedDevice.Random(rows * columns, 1), sums = EmulatedDevice.Random(columns, 2);
        foreach (GpuEngine engine in (GpuEngine[])[device.Fast, device.Wide])
        {
            using DeviceMemory<float> dx = EmulatedDevice.Upload(engine, x), dSums = EmulatedDevice.Upload(engine, sums);
            engine.AddColumnSums(new Matrix(dx.View, rows, columns), dSums.View);
            float[] expected = [.. sums];
            Reference.AddColumnSums(new ReadOnlyMatrixSpan(x, rows, columns), expected);
            EmulatedDevice.AssertClose(expected, EmulatedDevice.Download(dSums, columns));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1025)]
    [InlineData(5000)]
    public void Sums_of_values_and_squares_match_the_reference(int count)
    {
        float[] x = EmulatedDevice.Random(count, 1);
        foreach (GpuEngine engine in (GpuEngine[])[device.Fast, device.Small, device.Wide])
        {
            using DeviceMemory<float> dx = EmulatedDevice.Upload(engine, x), sum = EmulatedDevice.Upload(engine, [2f]);
            engine.Sum(dx.View, count, sum.View, accumulate: true);
            EmulatedDevice.AssertClose([(float)(2 + x.Sum(v => (double)v))], EmulatedDevice.Download(sum, 1));
            engine.Sum(dx.View, count, sum.View, isSquared: true);
            EmulatedDevice.AssertClose([(float)Reference.SumOfSquares(x)], EmulatedDevice.Download(sum, 1));
        }
    }

    private static void Check(GpuEngine engine, int rows, int columns, int inner, bool leftTransposed, bool rightTransposed, bool accumulate, bool hasBias)
    {
        float[] a = EmulatedDevice.Random(rows * inner, 1), b = EmulatedDevice.Random(inner * columns, 2), c = EmulatedDevice.Random(rows * columns, 3), bias = EmulatedDevice.Random(columns, 4);
        using DeviceMemory<float> da = EmulatedDevice.Upload(engine, a), db = EmulatedDevice.Upload(engine, b), dc = EmulatedDevice.Upload(engine, c), dBias = EmulatedDevice.Upload(engine, bias);
        Matrix left = leftTransposed ? new Matrix(da.View, inner, rows).Transposed : new Matrix(da.View, rows, inner), right = rightTransposed ? new Matrix(db.View, columns, inner).Transposed : new Matrix(db.View, inner, columns);
        engine.Multiply(left, right, new Matrix(dc.View, rows, columns), accumulate, hasBias ? dBias.View : null);
        ReadOnlyMatrixSpan expectedLeft = leftTransposed ? new ReadOnlyMatrixSpan(a, inner, rows).Transposed : new ReadOnlyMatrixSpan(a, rows, inner);
        ReadOnlyMatrixSpan expectedRight = rightTransposed ? new ReadOnlyMatrixSpan(b, columns, inner).Transposed : new ReadOnlyMatrixSpan(b, inner, columns);
        Reference.MatMul(expectedLeft, expectedRight, accumulate, new MatrixSpan(c, rows, columns));
        for (int i = 0; hasBias && i < c.Length; i++) c[i] += bias[i % columns];
        EmulatedDevice.AssertClose(c, EmulatedDevice.Download(dc, c.Length));
    }
}
