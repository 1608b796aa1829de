using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Ears, horns, antennae and similar parts. Drawn before the head, which covers their roots.</summary>
internal sealed class HeadParts(DrawingContext context, double x, double y, double radiusX, double radiusY)
{
    private CreatureRandom Random => context.Random;

    private ColorScheme Colors => context.Colors;

    /// <summary>Draws ears of a mammal.</summary>
    public void Ears()
    {
        Random.Pick(RoundEars, RoundEars, PointedEars, PointedEars, PointedEars, LongEars, LongEars, DroopingEars, SideEars)();
    }

    /// <summary>Draws any of the parts, or none.</summary>
    public void Any()
    {
        Random.Pick(RoundEars, PointedEars, LongEars, DroopingEars, SideEars, Horns, Horns, Antennae, Spikes, Horn, Sprout, Flame, Fins,
            () => { })();
    }

    public void RoundEars()
    {
        double r = Random.NextDouble(1.9, 2.9), ex = x - (radiusX * Random.NextDouble(0.65, 0.9)), ey = y - (radiusY * 0.85);
        int ears = context.DrawPair(new Ellipse(ex, ey, r, r), Colors.Second, x);
        context.Canvas.PaintPair(ears, new Ellipse(ex + 0.2, ey + 0.4, r - 1, r - 1), Inner, x);
    }

    public void PointedEars()
    {
        double tipX = x - (radiusX * Random.NextDouble(0.7, 1.15)), tipY = y - radiusY - Random.NextDouble(2, 4.2);
        int ears = context.DrawPair(new Polygon((x - radiusX, y - (radiusY * 0.1)), (tipX, tipY),
            (x - (radiusX * 0.05), y - (radiusY * 0.8))), Colors.Second, x);
        context.Canvas.PaintPair(ears, new Polygon((x - (radiusX * 0.8), y), (tipX + 0.5, tipY + 2),
            (x - (radiusX * 0.4), y - (radiusY * 0.5))), Inner, x);
        if (Random.NextBool(0.3)) context.Canvas.PaintPair(ears, new Ellipse(tipX, tipY, 2, 1.8), Colors.Accent, x);
    }

    public void LongEars()
    {
        double lean = Random.NextDouble(-0.5, 2.5), length = Random.NextDouble(3.5, 6), width = Random.NextDouble(1.3, 1.7);
        (double, double) root = (x - (radiusX * 0.45), y - (radiusY * 0.7)), tip = (x - (radiusX * 0.5) - lean, y - radiusY - length);
        int ears = context.DrawPair(Stroke.Curve(width, width * 0.8, root, (tip.Item1 + 0.8, root.Item2 - (length * 0.5)), tip),
            Colors.Second, x);
        context.Canvas.PaintPair(ears, new Stroke(0.6, 0.5, root, (tip.Item1 + 0.2, tip.Item2 + 0.8)), Inner, x);
    }

    public void DroopingEars()
    {
        double length = Random.NextDouble(2.5, 5);
        context.DrawPair(
            Stroke.Curve(1.2, 1.8, (x - (radiusX * 0.6), y - (radiusY * 0.8)), (x - radiusX - 2.2, y - (radiusY * 0.9)),
                (x - radiusX - 1.2, y - radiusY + 2 + length)), Colors.Second, x);
    }

    public void SideEars()
    {
        double drop = Random.NextDouble(-2.5, 1);
        context.DrawPair(new Polygon((x - (radiusX * 0.6), y - (radiusY * 0.8)), (x - radiusX - 3.5, y + drop - 1),
            (x - (radiusX * 0.8), y + 1)), Colors.Second, x);
    }

    public void Horns()
    {
        double bend = Random.NextDouble(-1, 3), length = Random.NextDouble(2.5, 4.5);
        context.DrawPair(
            Stroke.Curve(1.4, 0.6, (x - (radiusX * 0.5), y - (radiusY * 0.7)), (x - (radiusX * 0.6) - bend, y - radiusY - 0.5),
                (x - (radiusX * 0.5) - (bend * 0.5), y - radiusY - length)), Colors.Horn, x);
    }

    public void Horn()
    {
        double length = Random.NextDouble(2.5, 4.5), lean = Random.NextBool(0.7) ? 0 : Random.NextDouble(-1.5, 1.5);
        context.Draw(new Polygon((x - 1.9, y - (radiusY * 0.6)), (x + lean, y - radiusY - length), (x + 1.9, y - (radiusY * 0.6))),
            Colors.Horn);
    }

    public void Antennae()
    {
        double spread = Random.NextDouble(0.3, 1.2), length = Random.NextDouble(2.5, 4.5), bob = Random.NextDouble(0.9, 1.5);
        double tipX = x - (radiusX * spread), tipY = y - radiusY - length;
        context.DrawPair(Stroke.Curve(0.75, 0.7, (x - (radiusX * 0.3), y - (radiusY * 0.7)), (x - (radiusX * 0.3), tipY), (tipX, tipY)),
            Colors.Body.Darker, x);
        context.DrawPair(new Ellipse(tipX, tipY, bob, bob), Colors.Accent, x);
    }

    public void Spikes()
    {
        Material material = Random.Pick(Colors.Accent, Colors.Horn, Colors.Second);
        double height = Random.NextDouble(2, 3.8);
        Polygon Spike(double at, double lean, double tall) => new((x + at - 1.7, y - (radiusY * 0.5)), (x + at + lean, y - radiusY - tall),
            (x + at + 1.7, y - (radiusY * 0.5)));
        context.DrawPair(Spike(-radiusX * 0.6, -1.4, height * 0.5), material, x);
        context.Draw(Spike(0, 0, height), material);
    }

    public void Sprout()
    {
        double top = y - radiusY, reach = Random.NextDouble(2.4, 4), rise = Random.NextDouble(1.4, 3);
        var leaf = new Material(Random.Pick(Ramp.Leaf, Ramp.Lime, Ramp.Jade), Texture.Dither);
        Stroke Leaf(double side, double length) => Stroke.Curve(0.8, 1.3, (x, top + 1.4), (x + (side * 0.3), top - rise),
            (x + (side * length), top - rise));
        context.Draw(Leaf(-1, reach), leaf);
        context.Draw(Leaf(1, Random.NextBool(0.5) ? reach : reach * 0.6), leaf);
        if (Random.NextBool(0.35)) context.Draw(new Ellipse(x, top - 0.4, 1.4, 1.4), Colors.Accent);
    }

    public void Flame()
    {
        double height = Random.NextDouble(3, 5), lean = Random.NextDouble(-1, 1.5);
        Ramp ramp = Random.Pick(Ramp.Tangerine, Ramp.Crimson, Ramp.Azure);
        int flame = context.Draw(
            new Polygon((x - 2.8, y - (radiusY * 0.5)), (x - 2.6, y - radiusY - (height * 0.5)), (x - 1.2, y - radiusY - (height * 0.4)),
                (x + lean, y - radiusY - height), (x + 1.6, y - radiusY - (height * 0.3)), (x + 2.6, y - radiusY - (height * 0.6)),
                (x + 2.8, y - (radiusY * 0.5))), new Material(ramp));
        context.Canvas.Paint(flame, new Ellipse(x, y - radiusY, 1.5, height * 0.6),
            new Material(ramp == Ramp.Azure ? Ramp.Aqua : Ramp.Lemon));
    }

    public void Fins()
    {
        double reach = Random.NextDouble(2, 3.8);
        context.DrawPair(
            new Polygon((x - (radiusX * 0.6), y - (radiusY * 0.6)), (x - radiusX - reach, y - (radiusY * 0.7)),
                (x - radiusX - (reach * 0.5), y), (x - radiusX - (reach * 0.8), y + (radiusY * 0.6)),
                (x - (radiusX * 0.6), y + (radiusY * 0.4))), Colors.Accent, x);
    }

    private Material Inner => Random.Pick(Colors.Belly, new Material(Ramp.Blush), Colors.Accent);
}
