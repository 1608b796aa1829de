namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>A form seen in a mirror that stands upright at <paramref name="axis"/>. Its surface leans the other way, so light still comes from the left.</summary>
internal sealed class Mirrored(IShape shape, double axis) : IShape
{
    public (double Left, double Top, double Right, double Bottom) Bounds
    {
        get
        {
            (double left, double top, double right, double bottom) = shape.Bounds;
            return ((2 * axis) - right, top, (2 * axis) - left, bottom);
        }
    }

    public bool TrySample(double x, double y, out double u, out double v)
    {
        bool inside = shape.TrySample((2 * axis) - x, y, out u, out v);
        u = -u;
        return inside;
    }
}
