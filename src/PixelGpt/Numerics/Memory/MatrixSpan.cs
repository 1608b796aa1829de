namespace PixelGpt.Numerics;

/// <summary>A writable row-major matrix over a span. Row r starts at index r·<see cref="RowStride"/>.</summary>
internal readonly ref struct MatrixSpan
{
    /// <summary>Creates a matrix whose rows start <paramref name="rowStride"/> floats apart.</summary>
    /// <exception cref="ArgumentException">The span is too short for the matrix.</exception>
    public MatrixSpan(Span<float> data, int rows, int columns, int rowStride)
    {
        long last = ((rows - 1L) * rowStride) + columns - 1;
        if (rows > 0 && columns > 0 && last >= data.Length)
            throw new ArgumentException($"a {rows}×{columns} matrix with row stride {rowStride} needs {last + 1} floats (got {data.Length})");
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
    }

    /// <summary>Creates a matrix without gaps between its rows.</summary>
    public MatrixSpan(Span<float> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    public Span<float> Data { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Distance between the starts of neighbouring rows, in floats.</summary>
    public int RowStride { get; }

    /// <summary>Returns <paramref name="count"/> rows starting at row <paramref name="first"/>.</summary>
    public MatrixSpan Slice(int first, int count) => new(Data[(first * RowStride)..], count, Columns, RowStride);

    public static implicit operator ReadOnlyMatrixSpan(MatrixSpan matrix) => new(matrix.Data, matrix.Rows, matrix.Columns, matrix.RowStride);
}
