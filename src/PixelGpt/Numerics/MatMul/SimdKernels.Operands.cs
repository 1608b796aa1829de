using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>The operands of matrix products, as the loops pass them to the tiles.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>Rows of the left operand A, six per tile.</summary>
    /// <param name="first">First element.</param>
    /// <param name="tileStride">Distance between tiles.</param>
    /// <param name="rowStride">Distance between the rows of a tile.</param>
    /// <param name="columnStride">Distance between columns.</param>
    private readonly ref struct LeftRows(ref float first, nint tileStride, nint rowStride, nint columnStride)
    {
        public readonly ref float First = ref first;
        public readonly nint TileStride = tileStride;
        public readonly nint RowStride = rowStride;
        public readonly nint ColumnStride = columnStride;
    }

    /// <summary>One panel of the right operand B.</summary>
    /// <param name="first">First element.</param>
    /// <param name="rowStride">Distance between rows.</param>
    private readonly ref struct RightPanel(ref float first, nint rowStride)
    {
        public readonly ref float First = ref first;
        public readonly nint RowStride = rowStride;
    }

    /// <summary>The terms that are added to a product.</summary>
    private readonly ref struct Addends
    {
        private readonly ref float _bias;

        /// <summary>Creates the terms.</summary>
        /// <param name="accumulate">Whether the sums start with the values in C.</param>
        /// <param name="bias">Bias of each column, or empty.</param>
        public Addends(bool accumulate, ReadOnlySpan<float> bias = default)
        {
            Accumulate = accumulate;
            if (!bias.IsEmpty) _bias = ref MemoryMarshal.GetReference(bias);
        }

        private Addends(bool accumulate, ref float bias)
        {
            Accumulate = accumulate;
            _bias = ref bias;
        }

        /// <summary>Whether the sums start with the values in C.</summary>
        public bool Accumulate { get; }

        /// <summary>Returns the bias of a column, or a null reference if there is no bias.</summary>
        [MethodImpl(Inline)]
        public ref float BiasAt(int column) => ref Unsafe.IsNullRef(ref _bias) ? ref _bias : ref Unsafe.Add(ref _bias, column);

        /// <summary>Returns the terms of the columns from <paramref name="column"/> on.</summary>
        [MethodImpl(Inline)]
        public Addends From(int column) => new(Accumulate, ref BiasAt(column));
    }

    /// <summary>The operands of the tiles in one panel of B: C = A·B (+ C) (+ bias).</summary>
    /// <param name="a">Rows of A.</param>
    /// <param name="b">Panel of B.</param>
    /// <param name="addends">Terms that are added, from the first column of the panel on.</param>
    /// <param name="depth">Number of columns of A and rows of B.</param>
    /// <param name="cRowStride">Distance between rows of C.</param>
    private readonly ref struct TileOperands(LeftRows a, RightPanel b, Addends addends, nint depth, nint cRowStride)
    {
        public readonly LeftRows A = a;
        public readonly RightPanel B = b;
        public readonly Addends Addends = addends;
        public readonly nint Depth = depth;
        public readonly nint CRowStride = cRowStride;
    }

    /// <summary>The rows of B that belong to one block of k, panel by panel: packed, or in place.</summary>
    private readonly ref struct RightPanels
    {
        private readonly ref float _first;
        private readonly int _columns;
        private readonly int _rows;
        private readonly int _start;
        private readonly int _stride;

        private RightPanels(ReadOnlySpan<float> data, int columns, int rows, int start, int stride)
        {
            _first = ref MemoryMarshal.GetReference(data);
            (_columns, _rows, _start, _stride) = (columns, rows, start, stride);
        }

        public static RightPanels Packed(PackedMatrix b, int start) => new(b.Data, b.Columns, b.Rows, start, 0);

        public static RightPanels Rows(ReadOnlyMatrixSpan b, int start, int columns) => new(b.Data, columns, b.Rows, start, b.RowStride);

        /// <summary>Returns the panel that starts at column <paramref name="first"/>.</summary>
        public RightPanel At(int first)
        {
            int stride = _stride > 0 ? _stride : PanelStride(_columns, first);
            nint panel = _stride > 0 ? first : (nint)first * _rows;
            return new RightPanel(ref Unsafe.Add(ref _first, panel + ((nint)_start * stride)), stride);
        }
    }
}
