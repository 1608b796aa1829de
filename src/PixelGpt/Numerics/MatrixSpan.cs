namespace PixelGpt.Numerics;

/// <summary>A row-major matrix to write, its rows <see cref="RowStride"/> floats apart.</summary>
internal readonly ref struct MatrixSpan
{
    public MatrixSpan(Span<float> data, int rows, int columns, int rowStride)
    {
        long last = ((rows - 1L) * rowStride) + columns - 1;
        if (rows > 0 && columns > 0 && last >= data.Length)
            throw new ArgumentException($"a {rows}×{columns} matrix of row stride {rowStride} needs {last + 1} floats; there are {data.Length}");
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
    }

    public MatrixSpan(Span<float> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    public Span<float> Data { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    /// <summary>Some of the rows.</summary>
    public MatrixSpan Slice(int first, int count) => new(Data[(first * RowStride)..], count, Columns, RowStride);

    public static implicit operator ReadOnlyMatrixSpan(MatrixSpan matrix) => new(matrix.Data, matrix.Rows, matrix.Columns, matrix.RowStride);
}
