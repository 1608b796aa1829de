namespace PixelGpt.Numerics;

/// <summary>
/// A read-only strided matrix over a span: element (r, c) is at index <c>r·RowStride + c·ColumnStride</c>. Transposes
/// and column blocks of a wider matrix are views of the same data.
/// </summary>
internal readonly ref struct ReadOnlyMatrixSpan
{
    /// <summary>Creates a matrix with the given strides, in floats.</summary>
    /// <exception cref="ArgumentException">The span is too short for the matrix.</exception>
    public ReadOnlyMatrixSpan(ReadOnlySpan<float> data, int rows, int columns, int rowStride, int columnStride = 1)
    {
        long last = ((rows - 1L) * rowStride) + ((columns - 1L) * columnStride);
        if (rows > 0 && columns > 0 && last >= data.Length)
            throw new ArgumentException($"a {rows}×{columns} matrix with strides {rowStride} and {columnStride} needs {last + 1} floats (got {data.Length})");
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>Creates a row-major matrix without gaps between its rows.</summary>
    public ReadOnlyMatrixSpan(ReadOnlySpan<float> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    public ReadOnlySpan<float> Data { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    public float this[int row, int column] => Data[(row * RowStride) + (column * ColumnStride)];

    /// <summary>Gets the transpose, as a view of the same data.</summary>
    public ReadOnlyMatrixSpan Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);
}
