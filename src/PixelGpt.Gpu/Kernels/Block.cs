using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Four rows and four columns of a matrix in registers. Named fields instead of an array keep them out of memory.</summary>
internal readonly record struct Block(Four Row0, Four Row1, Four Row2, Four Row3)
{
    /// <summary>Returns this + column · rowᵀ.</summary>
    public Block Plus(Four column, Four row) => new(Row0.Plus(column.A, row), Row1.Plus(column.B, row), Row2.Plus(column.C, row), Row3.Plus(column.D, row));

    /// <summary>Returns the block with each row multiplied by a factor.</summary>
    public Block TimesRows(Four factors) => new(Row0.Times(factors.A), Row1.Times(factors.B), Row2.Times(factors.C), Row3.Times(factors.D));

    /// <summary>Stores the block.</summary>
    /// <param name="to">The memory, from the first value on.</param>
    /// <param name="rowStep">Distance of the rows.</param>
    /// <param name="columnStep">Distance of the columns.</param>
    public void Store(ArrayView<float> to, int rowStep, int columnStep)
    {
        Store(to, 0, columnStep, Row0);
        Store(to, rowStep, columnStep, Row1);
        Store(to, 2 * rowStep, columnStep, Row2);
        Store(to, 3 * rowStep, columnStep, Row3);
    }

    private static void Store(ArrayView<float> to, int first, int step, Four row)
    {
        to[first] = row.A;
        to[first + step] = row.B;
        to[first + (2 * step)] = row.C;
        to[first + (3 * step)] = row.D;
    }
}
