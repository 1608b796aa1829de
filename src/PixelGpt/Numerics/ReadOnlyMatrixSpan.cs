namespace PixelGpt.Numerics;

/// <summary>
/// A matrix to read: <c>this[r, c]</c> stands at <c>r·RowStride + c·ColumnStride</c> of its data, so a transposed
/// matrix, or a block of columns of a wider one, is the same floats seen otherwise.
/// </summary>
internal readonly ref struct ReadOnlyMatrixSpan
{
    public ReadOnlyMatrixSpan(ReadOnlySpan<float> data, int rows, int columns, int rowStride, int columnStride = 1)
    {
        long last = ((rows - 1L) * rowStride) + ((columns - 1L) * columnStride);
        if (rows > 0 && columns > 0 && last >= data.Length)
            throw new ArgumentException($"a {rows}×{columns} matrix of strides {rowStride} and {columnStride} needs {last + 1} floats; there are {data.Length}");
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

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

    /// <summary>The same floats with rows and columns exchanged.</summary>
    public ReadOnlyMatrixSpan Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);
}
