namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>A row-major matrix of doubles, for the statistics of evaluation, where single precision is not enough.</summary>
internal sealed class DoubleMatrix
{
    /// <summary>Doubles of the right operand that are gone over again and again while they are in the cache.</summary>
    private const int BlockLength = 1 << 15;

    /// <summary>Rows of the left operand that a thread takes at a time; even.</summary>
    private const int RowsPerPiece = 32;

    private readonly double[] _values;

    public DoubleMatrix(int rows, int columns)
        : this(rows, columns, new double[(long)rows * columns])
    {
    }

    public DoubleMatrix(int rows, int columns, double[] values)
    {
        if (values.Length != (long)rows * columns) throw new ArgumentException($"{values.Length} values do not fill {rows}×{columns}", nameof(values));
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

    /// <summary>The product a·bᵀ: the dot product of each row of <paramref name="a"/> with each of <paramref name="b"/>, [a.Rows, b.Rows].</summary>
    public static DoubleMatrix TimesTransposed(DoubleMatrix a, DoubleMatrix b, int threads)
    {
        var result = new DoubleMatrix(a.Rows, b.Rows);
        ForEachPiece(a.Rows, threads, (begin, end) => Multiply(a, begin, end, b, result._values.AsSpan(begin * b.Rows, (end - begin) * b.Rows)));
        return result;
    }

    /// <summary>The same product row by row, for those too large to be kept: <paramref name="visit"/>(row, products) is called for each row of <paramref name="a"/>, from several threads.</summary>
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

    /// <summary>Rows <paramref name="begin"/> to <paramref name="end"/> of the product, block by block of b's rows.</summary>
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

/// <summary>Is shown a row of products.</summary>
/// <param name="row">The row of the left operand.</param>
/// <param name="products">Its products with each row of the right one.</param>
internal delegate void ProductVisitor(int row, ReadOnlySpan<double> products);
