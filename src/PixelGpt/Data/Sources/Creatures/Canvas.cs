using System.Runtime.CompilerServices;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>
/// The drawing surface for one creature, larger than the final sprite. Shapes are drawn from back to front.
/// Each pixel stores its material and its surface normal; <see cref="CanvasShader"/> computes the colours afterwards.
/// Coordinates are in units of a creature 18 units tall and are scaled to pixels here.
/// </summary>
internal sealed class Canvas
{
    private static readonly CanvasPixel Outside;

    private readonly CanvasPixel[] _pixels;
    private readonly double _scaleX;
    private readonly double _scaleY;
    private readonly double _minStrokeRadius;
    private int _parts;

    /// <summary>Creates an empty canvas.</summary>
    /// <param name="size">Width and height in pixels; even.</param>
    /// <param name="evenWidth">Whether the symmetry axis lies between two pixel columns instead of on a column.</param>
    /// <param name="scaleX">Pixels per horizontal unit.</param>
    /// <param name="scaleY">Pixels per vertical unit.</param>
    /// <param name="minStrokeWidth">Minimum width of strokes in pixels; thinner ones are widened so that they have no gaps.</param>
    public Canvas(int size, bool evenWidth, double scaleX, double scaleY, double minStrokeWidth = 0)
    {
        Size = size;
        _pixels = new CanvasPixel[size * size];
        _minStrokeRadius = minStrokeWidth / 2 / Math.Min(scaleX, scaleY);
        Axis = evenWidth ? -0.5 / scaleX : 0;
        _scaleX = scaleX;
        _scaleY = scaleY;
    }

    /// <summary>Width and height in pixels.</summary>
    public int Size { get; }

    /// <summary>The x coordinate of the symmetry axis, in units.</summary>
    public double Axis { get; }

    /// <summary>Gets the pixel at a column and row; an empty pixel outside the canvas.</summary>
    public ref readonly CanvasPixel this[int column, int row] =>
        ref (uint)column < Size && (uint)row < Size ? ref _pixels[(row * Size) + column] : ref Outside;

    /// <summary>Draws a shape in front of everything drawn before.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="material">Its material.</param>
    /// <param name="part">The part to extend, so that no contour is drawn between the two; 0 creates a new part.</param>
    /// <returns>The number of the part.</returns>
    public int Draw(IShape shape, Material material, int part = 0)
    {
        if (part == 0) part = ++_parts;
        if (_minStrokeRadius > 0) shape = Widened(shape);
        Visit(shape, (int at, double u, double v) => _pixels[at] = new CanvasPixel(part, material, u, v, 0, false));
        return part;
    }

    /// <summary>Draws a shape and its mirror image as one part.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="material">Its material.</param>
    /// <param name="axis">The x coordinate of the mirror axis; null for <see cref="Axis"/>.</param>
    public int DrawPair(IShape shape, Material material, double? axis = null) =>
        Draw(new MirroredShape(shape, axis ?? Axis), material, Draw(shape, material));

    /// <summary>Changes the material of a part inside a shape; the surface normals do not change.</summary>
    public void Paint(int part, IShape shape, Material material) => Visit(shape, (int at, double _, double _) =>
    {
        if (_pixels[at].Part == part) _pixels[at] = _pixels[at] with { Material = material };
    });

    /// <summary>Changes the material of a part inside a shape and its mirror image.</summary>
    public void PaintPair(int part, IShape shape, Material material, double? axis = null)
    {
        Paint(part, shape, material);
        Paint(part, new MirroredShape(shape, axis ?? Axis), material);
    }

    /// <summary>Returns twice the nearest column of an x coordinate; odd if the coordinate is nearer to the middle between two columns.</summary>
    public int TwiceColumn(double x) => (int)Math.Floor((2 * x * _scaleX) + 0.5) + Size;

    /// <summary>Returns the row of a y coordinate.</summary>
    public int Row(double y) => (int)Math.Floor((y * _scaleY) + 0.5) + (Size / 2);

    /// <summary>Returns the x coordinate of a column.</summary>
    public double X(double column) => (column - (Size / 2)) / _scaleX;

    /// <summary>Returns the y coordinate of a row.</summary>
    public double Y(double row) => (row - (Size / 2)) / _scaleY;

    /// <summary>Converts a width to whole columns.</summary>
    public int Columns(double width) => (int)Math.Floor((width * _scaleX) + 0.5);

    /// <summary>Sets the palette index of one pixel of the creature; ignored for pixels outside it.</summary>
    public void SetInk(int column, int row, int ink)
    {
        if (this[column, row].Part != 0) _pixels[(row * Size) + column] = _pixels[(row * Size) + column] with { Ink = ink };
    }

    /// <summary>Suppresses texture and strong shading in a rectangle of pixels, bounds included.</summary>
    public void Flatten(int left, int top, int right, int bottom)
    {
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                if (this[column, row].Part != 0) _pixels[(row * Size) + column] = _pixels[(row * Size) + column] with { IsFlat = true };
            }
        }
    }

    private IShape Widened(IShape shape) => shape switch
    {
        Stroke stroke => stroke.AtLeast(_minStrokeRadius),
        MirroredShape { Shape: Stroke stroke } mirrored => new MirroredShape(stroke.AtLeast(_minStrokeRadius), mirrored.Axis),
        _ => shape,
    };

    // Creatures are drawn once per process, so tiered compilation would never optimise this method and the methods of the shapes.
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
