namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>
/// A shape that can be drawn. Coordinates are units from the centre of the canvas, y downwards. Shapes look rounded:
/// each point inside has a surface normal with the components (<c>u</c>, <c>v</c>), −1 to 1, which determines the light.
/// </summary>
internal interface IShape
{
    /// <summary>A rectangle that contains the shape.</summary>
    (double Left, double Top, double Right, double Bottom) Bounds { get; }

    /// <summary>Returns whether a point is inside, and the surface normal there.</summary>
    bool TrySample(double x, double y, out double u, out double v);
}
