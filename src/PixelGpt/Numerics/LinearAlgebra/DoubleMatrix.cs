namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>A row-major matrix of doubles, for statistics of the evaluation that need double precision.</summary>
internal sealed class DoubleMatrix
{
    /// <summary>Number of doubles in a block of the right operand, chosen to stay in the cache while it is reused.</summary>
    private const int BlockLength = 1 << 15;

    /// <summary>Rows of the left operand per piece of work; an even number.</summary>
    private const int RowsPerPiece = 32;

    private readonly double[] _values;

    public DoubleMatrix(int rows, int columns)
        : this(rows, columns, new double[(long)rows * columns])
    {
    }

    public DoubleMatrix(int rows, int columns, double[] values)
    {
        if (values.Length != (long)rows * columns) throw new ArgumentException($"a {rows}×{columns} matrix needs {(long)rows * columns} values (got {values.Length})", nameof(values));
        (Rows, Columns, _values) = (rows, columns, values);
    }

    public int Rows { get; }

    public int Columns { get; }

    public Span<double> Values => _values;

    public ref double this[int row, int column] => ref _values[((long)row * Columns) + column];

    public Span<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    public DoubleMatrix Transpose()
    {
        var result = new DoubleMatrix(Columns, Rows);
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++) result[column, row] = this[row, column];
        }

        return result;
    }

    /// <summary>Computes the product a·bᵀ.</summary>
    /// <param name="a">Left matrix [m, k].</param>
    /// <param name="b">Right matrix, not yet transposed [n, k].</param>
    /// <param name="threads">Number of threads to use.</param>
    /// <returns>The product [m, n].</returns>
    public static DoubleMatrix TimesTransposed(DoubleMatrix a, DoubleMatrix b, int threads)
    {
        var result = new DoubleMatrix(a.Rows, b.Rows);
        ForEachPiece(a.Rows, threads, (begin, end) => Multiply(a, begin, end, b, result._values.AsSpan(begin * b.Rows, (end - begin) * b.Rows)));
        return result;
    }

    /// <summary>Computes the product a·bᵀ row by row, for products that are too large to store.</summary>
    /// <param name="a">Left matrix [m, k].</param>
    /// <param name="b">Right matrix, not yet transposed [n, k].</param>
    /// <param name="threads">Number of threads to use.</param>
    /// <param name="visit">Called once for each row of the product, from several threads.</param>
    public static void VisitProducts(DoubleMatrix a, DoubleMatrix b, int threads, ProductVisitor visit) => ForEachPiece(a.Rows, threads, (begin, end) =>
    {
        double[] products = new double[(end - begin) * b.Rows];
        Multiply(a, begin, end, b, products);
        for (int row = begin; row < end; row++) visit(row, products.AsSpan((row - begin) * b.Rows, b.Rows));
    });

    private static void ForEachPiece(int rows, int threads, Action<int, int> body)
    {
        int pieces = (rows + RowsPerPiece - 1) / RowsPerPiece;
        using var pool = new WorkerPool(Math.Clamp(threads, 1, Math.Max(1, pieces)));
        pool.Run(pieces, (piece, _) => body(piece * RowsPerPiece, Math.Min(rows, (piece + 1) * RowsPerPiece)));
    }

    /// <summary>Computes the rows from <paramref name="begin"/> to <paramref name="end"/> (exclusive) of the product, in blocks of rows of b.</summary>
    private static void Multiply(DoubleMatrix a, int begin, int end, DoubleMatrix b, Span<double> result)
    {
        int width = a.Columns, block = Math.Max(4, BlockLength / Math.Max(1, width) / 4 * 4);
        for (int from = 0; from < b.Rows; from += block)
        {
            int to = Math.Min(b.Rows, from + block), row = begin;
            for (; row + 2 <= end; row += 2)
            {
                Span<double> first = result.Slice((row - begin) * b.Rows, b.Rows), second = result.Slice((row - begin + 1) * b.Rows, b.Rows);
                int column = from;
                for (; column + 4 <= to; column += 4) DoubleVectors.Dot2X4(a.RowsFrom(row, 2), b.RowsFrom(column, 4), width, first[column..], second[column..]);
                for (; column < to; column++) (first[column], second[column]) = (DoubleVectors.Dot(a.Row(row), b.Row(column)), DoubleVectors.Dot(a.Row(row + 1), b.Row(column)));
            }

            if (row == end) continue;
            Span<double> last = result.Slice((row - begin) * b.Rows, b.Rows);
            for (int column = from; column < to; column++) last[column] = DoubleVectors.Dot(a.Row(row), b.Row(column));
        }
    }

    private Span<double> RowsFrom(int row, int count) => _values.AsSpan(row * Columns, count * Columns);
}

/// <summary>Processes one row of a product.</summary>
/// <param name="row">Index of the row.</param>
/// <param name="products">The row [n]; valid only during the call.</param>
internal delegate void ProductVisitor(int row, ReadOnlySpan<double> products);
