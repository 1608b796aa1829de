using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Tails to the right of a body. Drawn before the body, which covers their roots.</summary>
internal sealed class Tails(DrawingContext context, double x, double y)
{
    private CreatureRandom Random => context.Random;

    private ColorScheme Colors => context.Colors;

    /// <summary>Draws any of the tails, except feathers.</summary>
    public void Any() => Random.Pick(Thick, Tufted, Bushy, Curled, Bolt, Barbed, Burning, Leafy, Stub)();

    /// <summary>Draws the tail of a dinosaur, on the ground or raised.</summary>
    public void Thick()
    {
        double rise = Random.NextDouble(-4, 1.5), reach = Random.NextDouble(4, 6);
        int tail = context.Draw(Stroke.Curve(2.4, 0.8, (x - 1, y), (x + (reach * 0.7), y + 1.5), (x + reach, y + rise)), Colors.Body);
        if (Random.NextBool(0.4)) context.Canvas.Paint(tail, new Ellipse(x + reach, y + rise, 2, 2), Colors.Accent);
    }

    public void Tufted()
    {
        double tipX = x + Random.NextDouble(3, 5.5), tipY = y - Random.NextDouble(1, 6);
        context.Draw(Stroke.Curve(1, 0.8, (x - 1, y), (tipX, y + 1), (tipX, tipY)), Colors.Body);
        context.Draw(new Ellipse(tipX, tipY - 0.8, 1.7, 2.1, 0.2), Colors.Accent);
    }

    public void Bushy()
    {
        double tipX = x + Random.NextDouble(3, 5), tipY = y - Random.NextDouble(2, 7);
        int tail = context.Draw(Stroke.Curve(1.4, 2.7, (x - 1, y + 1), (tipX + 1, y + 1.5), (tipX, tipY)), Colors.Second);
        context.Draw(new Polygon((tipX - 2.4, tipY), (tipX + Random.NextDouble(-1, 1.5), tipY - 4.6), (tipX + 2.4, tipY)), Colors.Second, tail);
        context.Canvas.Paint(tail, new Ellipse(tipX, tipY - 2.6, 3, 2.6), Random.Pick(Colors.Belly, Colors.Accent));
    }

    public void Curled()
    {
        double r = Random.NextDouble(1.7, 2.4);
        context.Draw(new Stroke(1.1, 0.9, (x - 1, y), (x + 2.5, y), (x + 2.5 + r, y - r), (x + 2.5, y - (2 * r)), (x + 1.6, y - r)),
            Colors.Second);
    }

    public void Bolt()
    {
        double s = Random.NextDouble(0.85, 1.15);
        int tail = context.Draw(
            new Polygon((x - 1, y + 1.5), (x + (3 * s), y - (1.2 * s)), (x + (2.2 * s), y - (2.8 * s)), (x + (5.5 * s), y - (7 * s)),
                (x + (6.6 * s), y - (4.2 * s)), (x + (4.9 * s), y - (3 * s)), (x + (5.6 * s), y - (0.6 * s)), (x + 1, y + 2.5)),
                Colors.Body);
        context.Canvas.Paint(tail, new Ellipse(x, y, 3, 3), Colors.Accent);
    }

    public void Barbed()
    {
        double tipX = x + Random.NextDouble(3.5, 5), tipY = y - Random.NextDouble(2, 5);
        context.Draw(Stroke.Curve(1.2, 0.8, (x - 1, y), (tipX + 1, y + 1.5), (tipX, tipY)), Colors.Body);
        context.Draw(new Polygon((tipX - 2, tipY + 0.4), (tipX + 0.4, tipY - 3), (tipX + 2.4, tipY + 0.8)),
            Random.Pick(Colors.Accent, Colors.Horn));
    }

    public void Burning()
    {
        double tipX = x + Random.NextDouble(3.5, 5), tipY = y - Random.NextDouble(1, 3.5);
        context.Draw(Stroke.Curve(1.8, 0.9, (x - 1, y), (tipX + 1, y + 1), (tipX, tipY)), Colors.Body);
        int flame = context.Draw(new Polygon((tipX - 2, tipY), (tipX - 1.2, tipY - 3), (tipX + 0.4, tipY - 5), (tipX + 1.6, tipY - 2.6),
            (tipX + 2.2, tipY), (tipX, tipY + 1.6)), new Material(Ramp.Tangerine));
        context.Canvas.Paint(flame, new Ellipse(tipX + 0.2, tipY - 0.4, 1.1, 1.8), new Material(Ramp.Lemon));
    }

    public void Leafy()
    {
        double tipX = x + Random.NextDouble(2.5, 4), tipY = y - Random.NextDouble(1, 4);
        context.Draw(new Stroke(1, 0.8, (x - 1, y), (tipX, tipY)), Colors.Body);
        context.Draw(Stroke.Curve(1.2, 0.8, (tipX, tipY), (tipX + 1, tipY - 3), (tipX + 3.4, tipY - 3)),
            new Material(Random.Pick(Ramp.Leaf, Ramp.Lime)));
    }

    public void Stub() => context.Draw(new Ellipse(x + 1, y - 0.4, 2, 2), Random.Pick(Colors.Belly, Colors.Second, Colors.Accent));

    /// <summary>Draws the tail feathers of a bird.</summary>
    public void Feathers()
    {
        double reach = Random.NextDouble(3.5, 5.5), rise = Random.NextDouble(-2.5, 1.5);
        context.Draw(new Polygon((x - 2, y - 1.4), (x + reach, y + rise - 1.8), (x + reach + 0.4, y + rise + 0.8), (x - 1, y + 2.2)),
            Colors.Second);
        if (Random.NextBool(0.5))
        {
            context.Draw(new Polygon((x - 2, y - 0.4), (x + reach - 1, y + rise + 0.6), (x + reach - 1.5, y + rise + 2.8),
                (x - 1, y + 2.4)), Colors.Accent);
        }
    }
}
