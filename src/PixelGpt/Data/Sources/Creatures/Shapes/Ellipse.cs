using System.Runtime.CompilerServices;

namespace PixelGpt.Data.Sources.Creatures.Shapes;

/// <summary>
/// An ellipse. A positive <paramref name="taper"/> makes it wider at the bottom (an egg or a pear), a negative one at the top.
/// A boxy one is a superellipse of power 4: flat sides and rounded corners, like a boulder.
/// </summary>
internal sealed class Ellipse(double x, double y, double radiusX, double radiusY, double taper = 0, bool boxy = false) : IShape
{
    public (double Left, double Top, double Right, double Bottom) Bounds
    {
        get
        {
            double widest = radiusX * (1 + Math.Abs(taper));
            return (x - widest, y - radiusY, x + widest, y + radiusY);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySample(double px, double py, out double u, out double v)
    {
        v = (py - y) / radiusY;
        u = (px - x) / (radiusX * (1 + (taper * v)));
        if (!boxy) return (u * u) + (v * v) <= 1;
        double u2 = u * u, v2 = v * v;
        if ((u2 * u2) + (v2 * v2) > 1) return false;
        u *= u2;
        v *= v2;
        return true;
    }
}
