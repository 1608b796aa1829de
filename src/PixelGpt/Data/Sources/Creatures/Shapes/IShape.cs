namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>
/// A form that can be drawn. Coordinates are pixels from the middle of the canvas, y downwards. A form is rounded:
/// where a point is inside, its surface leans by (<c>u</c>, <c>v</c>), −1 to 1, which is what the light falls on.
/// </summary>
internal interface IShape
{
    /// <summary>A rectangle that holds all of the form.</summary>
    (double Left, double Top, double Right, double Bottom) Bounds { get; }

    /// <summary>Whether a point is inside, and how the surface leans there.</summary>
    bool TrySample(double x, double y, out double u, out double v);
}
