using System.Runtime.CompilerServices;

namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>A round brush stroke whose radius changes linearly from the first to the last point: limbs, tails, horns.</summary>
internal sealed class Stroke : IShape
{
    private const int PointsPerCurve = 8;

    private readonly (double X, double Y)[] _points;
    private readonly double _startRadius;
    private readonly double _endRadius;

    /// <summary>Creates a stroke along straight segments.</summary>
    public Stroke(double startRadius, double endRadius, params (double X, double Y)[] points)
    {
        _points = points;
        _startRadius = startRadius;
        _endRadius = endRadius;
        double reach = Math.Max(startRadius, endRadius);
        Bounds = (points.Min(p => p.X) - reach, points.Min(p => p.Y) - reach, points.Max(p => p.X) + reach, points.Max(p => p.Y) + reach);
    }

    public (double Left, double Top, double Right, double Bottom) Bounds { get; }

    /// <summary>Returns the stroke with radii of at least <paramref name="radius"/>.</summary>
    public Stroke AtLeast(double radius) =>
        _startRadius >= radius && _endRadius >= radius ? this : new Stroke(Math.Max(_startRadius, radius), Math.Max(_endRadius, radius), _points);

    /// <summary>Creates a stroke along a quadratic Bézier curve from <paramref name="from"/> to <paramref name="to"/> with the control point <paramref name="bend"/>.</summary>
    public static Stroke Curve(double startRadius, double endRadius, (double X, double Y) from, (double X, double Y) bend,
        (double X, double Y) to)
    {
        var points = new (double X, double Y)[PointsPerCurve + 1];
        for (int i = 0; i <= PointsPerCurve; i++)
        {
            double t = i / (double)PointsPerCurve, s = 1 - t;
            points[i] = (
                (s * s * from.X) + (2 * s * t * bend.X) + (t * t * to.X),
                (s * s * from.Y) + (2 * s * t * bend.Y) + (t * t * to.Y));
        }

        return new Stroke(startRadius, endRadius, points);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySample(double px, double py, out double u, out double v)
    {
        double nearest = double.MaxValue;
        u = v = 0;
        int pieces = _points.Length - 1;
        for (int i = 0; i < pieces; i++)
        {
            (double ax, double ay) = _points[i];
            double bx = _points[i + 1].X - ax, by = _points[i + 1].Y - ay;
            double length = (bx * bx) + (by * by);
            double along = length > 0 ? Math.Clamp((((px - ax) * bx) + ((py - ay) * by)) / length, 0, 1) : 0;
            double radius = _startRadius + ((_endRadius - _startRadius) * (i + along) / pieces);
            double dx = (px - ax - (bx * along)) / radius, dy = (py - ay - (by * along)) / radius;
            double distance = (dx * dx) + (dy * dy);
            if (distance < nearest) (nearest, u, v) = (distance, dx, dy);
        }

        return nearest <= 1;
    }
}
