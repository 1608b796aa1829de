namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>A shape mirrored at the vertical line x = <paramref name="axis"/>. Its normals are mirrored too, so the light still comes from the left.</summary>
internal sealed class MirroredShape(IShape shape, double axis) : IShape
{
    public (double Left, double Top, double Right, double Bottom) Bounds
    {
        get
        {
            (double left, double top, double right, double bottom) = shape.Bounds;
            return ((2 * axis) - right, top, (2 * axis) - left, bottom);
        }
    }

    /// <summary>The shape that is mirrored.</summary>
    public IShape Shape => shape;

    /// <summary>The x coordinate of the mirror axis.</summary>
    public double Axis => axis;

    public bool TrySample(double x, double y, out double u, out double v)
    {
        bool inside = shape.TrySample((2 * axis) - x, y, out u, out v);
        u = -u;
        return inside;
    }
}
