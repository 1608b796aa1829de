using System.Runtime.CompilerServices;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>
/// What a creature is drawn on, larger than a sprite, from back to front. It keeps what each pixel is made of and how
/// the surface leans there; the colours come last, in <see cref="Finisher"/>. Forms are given in units of a creature
/// 18 units tall and stretched to its size here, so a body plan need not know how large or stout its creature is.
/// </summary>
internal sealed class Canvas
{
    /// <summary>Pixels a side.</summary>
    public const int Size = 32;

    private static readonly Cell Outside;

    private readonly Cell[] _cells = new Cell[Size * Size];
    private readonly double _scaleX;
    private readonly double _scaleY;
    private int _parts;

    /// <summary>Starts an empty canvas.</summary>
    /// <param name="evenWidth">Whether the mirror of symmetric creatures stands between two columns, not on one.</param>
    /// <param name="scaleX">Pixels a unit across.</param>
    /// <param name="scaleY">Pixels a unit down.</param>
    public Canvas(bool evenWidth, double scaleX, double scaleY)
    {
        Axis = evenWidth ? -0.5 / scaleX : 0;
        _scaleX = scaleX;
        _scaleY = scaleY;
    }

    /// <summary>Where the mirror stands, in units.</summary>
    public double Axis { get; }

    /// <summary>One pixel of the canvas.</summary>
    /// <param name="Part">Which part covers it, counted from 1 in drawing order; 0 for none.</param>
    /// <param name="Material">What that is made of.</param>
    /// <param name="U">How the surface leans to the right, −1 to 1.</param>
    /// <param name="V">How the surface leans downwards, −1 to 1.</param>
    /// <param name="Ink">A palette index laid over everything; 0 for none.</param>
    /// <param name="Calm">Whether light and texture are held back, for a face to be clear.</param>
    public readonly record struct Cell(int Part, Material Material, double U, double V, int Ink, bool Calm);

    /// <summary>The pixel in a column and a row of the canvas; empty outside.</summary>
    public ref readonly Cell this[int column, int row] =>
        ref (uint)column < Size && (uint)row < Size ? ref _cells[(row * Size) + column] : ref Outside;

    /// <summary>Draws a form in front of all so far.</summary>
    /// <param name="shape">The form.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="part">A part to melt into, so that no contour parts the two; 0 starts a new part.</param>
    /// <returns>The part.</returns>
    public int Draw(IShape shape, Material material, int part = 0)
    {
        if (part == 0) part = ++_parts;
        Visit(shape, (int at, double u, double v) => _cells[at] = new Cell(part, material, u, v, 0, false));
        return part;
    }

    /// <summary>Draws a form and its mirror image.</summary>
    /// <param name="shape">The form.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="axis">Where the mirror stands if not at <see cref="Axis"/>.</param>
    public int DrawPair(IShape shape, Material material, double? axis = null) =>
        Draw(new Mirrored(shape, axis ?? Axis), material, Draw(shape, material));

    /// <summary>Changes the material of a part where a form covers it; its light stays.</summary>
    public void Paint(int part, IShape shape, Material material) => Visit(shape, (int at, double _, double _) =>
    {
        if (_cells[at].Part == part) _cells[at] = _cells[at] with { Material = material };
    });

    /// <summary>Paints a form and its mirror image.</summary>
    public void PaintPair(int part, IShape shape, Material material, double? axis = null)
    {
        Paint(part, shape, material);
        Paint(part, new Mirrored(shape, axis ?? Axis), material);
    }

    /// <summary>Twice the column that is nearest to a place; odd where that is between two columns.</summary>
    public int TwiceColumn(double x) => (int)Math.Floor((2 * x * _scaleX) + 0.5) + Size;

    /// <summary>The row that a place is in.</summary>
    public int Row(double y) => (int)Math.Floor((y * _scaleY) + 0.5) + (Size / 2);

    /// <summary>Whole columns that a width covers.</summary>
    public int Columns(double width) => (int)Math.Floor((width * _scaleX) + 0.5);

    /// <summary>Lays a palette colour over one pixel of the creature; outside of it nothing happens.</summary>
    public void Dot(int column, int row, int ink)
    {
        if (this[column, row].Part != 0) _cells[(row * Size) + column] = _cells[(row * Size) + column] with { Ink = ink };
    }

    /// <summary>Holds light and texture back in a rectangle of pixels, both ends included.</summary>
    public void Calm(int left, int top, int right, int bottom)
    {
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                if (this[column, row].Part != 0) _cells[(row * Size) + column] = _cells[(row * Size) + column] with { Calm = true };
            }
        }
    }

    // Creatures are drawn once a process, so the compiler must do its best at once (here and in the forms).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit(IShape shape, Action<int, double, double> visit)
    {
        (double left, double top, double right, double bottom) = shape.Bounds;
        int lastRow = Math.Min(Row(bottom), Size - 1), lastColumn = Math.Min(Column(right), Size - 1);
        for (int row = Math.Max(Row(top), 0); row <= lastRow; row++)
        {
            double y = (row - (Size / 2)) / _scaleY;
            for (int column = Math.Max(Column(left), 0); column <= lastColumn; column++)
            {
                double x = (column - (Size / 2)) / _scaleX;
                if (shape.TrySample(x, y, out double u, out double v)) visit((row * Size) + column, u, v);
            }
        }
    }

    private int Column(double x) => (int)Math.Floor((x * _scaleX) + 0.5) + (Size / 2);
}
