using System.Runtime.CompilerServices;

namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>A polygon with a slightly rounded surface: ears, fins, wings, spikes, leaves.</summary>
internal sealed class Polygon : IShape
{
    private const double Bulge = 0.75;

    private readonly (double X, double Y)[] _corners;

    public Polygon(params (double X, double Y)[] corners)
    {
        _corners = corners;
        Bounds = (corners.Min(c => c.X), corners.Min(c => c.Y), corners.Max(c => c.X), corners.Max(c => c.Y));
    }

    public (double Left, double Top, double Right, double Bottom) Bounds { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySample(double px, double py, out double u, out double v)
    {
        (double left, double top, double right, double bottom) = Bounds;
        u = Bulge * ((2 * (px - left) / Math.Max(right - left, 1)) - 1);
        v = Bulge * ((2 * (py - top) / Math.Max(bottom - top, 1)) - 1);
        bool inside = false;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            (double ax, double ay) = _corners[i];
            (double bx, double by) = _corners[j];
            if (ay > py != by > py && px < ((bx - ax) * (py - ay) / (by - ay)) + ax) inside = !inside;
        }

        return inside;
    }
}
