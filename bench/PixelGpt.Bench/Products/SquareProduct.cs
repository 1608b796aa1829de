using System.Diagnostics;
using PixelGpt.Benchmarking;
using PixelGpt.Numerics;

namespace PixelGpt.Bench.Products;

/// <summary>
/// Times the product C = A·B of row-major square matrices. B is packed in every product, as in BLAS. The kernels are
/// single-threaded; with several threads, the columns of B are distributed for packing and then the rows of C.
/// </summary>
internal sealed class SquareProduct : IDisposable
{
    /// <summary>Columns per piece of packing: whole panels for every vector width.</summary>
    private const int PackColumns = 64;

    /// <summary>Rows per piece of the product: whole tiles.</summary>
    private const int BlockRows = 96;

    private readonly IKernels _kernels;
    private readonly int _size;
    private readonly WorkerPool _pool;
    private readonly FloatBuffer _a;
    private readonly FloatBuffer _b;
    private readonly FloatBuffer _c;
    private readonly FloatBuffer _packed;

    public SquareProduct(IKernels kernels, int size, int threads)
    {
        _kernels = kernels;
        _size = size;
        _pool = new WorkerPool(threads);
        _a = Normals(1);
        _b = Normals(2);
        _c = new FloatBuffer(size * size);
        _packed = new FloatBuffer(kernels.PackedLength(size, size));
    }

    /// <summary>Number of operations; a multiply-add counts as two.</summary>
    public double Operations => 2.0 * _size * _size * _size;

    /// <summary>Measures the seconds of a product for at least a number of seconds.</summary>
    public MeasurementSummary Time(double seconds)
    {
        Multiply();
        Check();
        var times = new List<double>();
        long first = Stopwatch.GetTimestamp();
        while (times.Count < 3 || Stopwatch.GetElapsedTime(first).TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            Multiply();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return MeasurementSummary.Of(times);
    }

    public void Dispose() => _pool.Dispose();

    private void Multiply()
    {
        _pool.Run((_size + PackColumns - 1) / PackColumns, (piece, _) =>
        {
            int first = piece * PackColumns, count = Math.Min(PackColumns, _size - first);
            _kernels.Pack(new ReadOnlyMatrixSpan(_b.Span[first..], _size, count, _size), _packed.Span[(first * _size)..]);
        });
        int rows = Math.Min(BlockRows, _size / _pool.Threads);
        _pool.Run((_size + rows - 1) / rows, (piece, _) =>
        {
            int first = piece * rows, count = Math.Min(rows, _size - first);
            var a = new ReadOnlyMatrixSpan(_a.Span[(first * _size)..], count, _size);
            _kernels.MatMul(a, new PackedMatrix(_packed.Span, _size, _size), default, false, new MatrixSpan(_c.Span[(first * _size)..], count, _size));
        });
    }

    /// <summary>Checks elements spread over C against sums in double precision.</summary>
    private void Check()
    {
        for (int i = 0; i < 64; i++)
        {
            int row = i * 37 % _size, column = i * 101 % _size;
            double sum = 0;
            for (int k = 0; k < _size; k++) sum += (double)_a.Span[(row * _size) + k] * _b.Span[(k * _size) + column];
            if (!(Math.Abs(sum - _c.Span[(row * _size) + column]) < 1e-3)) throw new FailureException($"element ({row}, {column}) of the product must be {sum} (got {_c.Span[(row * _size) + column]})");
        }
    }

    private FloatBuffer Normals(ulong seed)
    {
        var random = new PhiloxRandom(seed);
        var buffer = new FloatBuffer(_size * _size);
        foreach (ref float value in buffer.Span) value = (float)random.NextNormal();
        return buffer;
    }
}
