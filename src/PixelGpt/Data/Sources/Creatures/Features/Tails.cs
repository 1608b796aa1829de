using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Tails that leave a body to the right. Drawn before the body, so the body covers their roots.</summary>
internal sealed class Tails(Easel easel, double x, double y)
{
    private Dice Dice => easel.Dice;

    private Scheme Colors => easel.Colors;

    /// <summary>Any tail.</summary>
    public void Any() => Dice.Pick(Thick, Tufted, Bushy, Curled, Bolt, Barbed, Burning, Leafy, Stub)();

    /// <summary>As dinosaurs have it; it lies on the ground or rises.</summary>
    public void Thick()
    {
        double rise = Dice.Real(-4, 1.5), reach = Dice.Real(4, 6);
        int tail = easel.Draw(Stroke.Curve(2.4, 0.8, (x - 1, y), (x + (reach * 0.7), y + 1.5), (x + reach, y + rise)), Colors.Body);
        if (Dice.Chance(0.4)) easel.Canvas.Paint(tail, new Ellipse(x + reach, y + rise, 2, 2), Colors.Accent);
    }

    public void Tufted()
    {
        double tipX = x + Dice.Real(3, 5.5), tipY = y - Dice.Real(1, 6);
        easel.Draw(Stroke.Curve(1, 0.8, (x - 1, y), (tipX, y + 1), (tipX, tipY)), Colors.Body);
        easel.Draw(new Ellipse(tipX, tipY - 0.8, 1.7, 2.1, 0.2), Colors.Accent);
    }

    public void Bushy()
    {
        double tipX = x + Dice.Real(3, 5), tipY = y - Dice.Real(2, 7);
        int tail = easel.Draw(Stroke.Curve(1.4, 2.7, (x - 1, y + 1), (tipX + 1, y + 1.5), (tipX, tipY)), Colors.Second);
        easel.Draw(new Polygon((tipX - 2.4, tipY), (tipX + Dice.Real(-1, 1.5), tipY - 4.6), (tipX + 2.4, tipY)), Colors.Second, tail);
        easel.Canvas.Paint(tail, new Ellipse(tipX, tipY - 2.6, 3, 2.6), Dice.Pick(Colors.Belly, Colors.Accent));
    }

    public void Curled()
    {
        double r = Dice.Real(1.7, 2.4);
        easel.Draw(new Stroke(1.1, 0.9, (x - 1, y), (x + 2.5, y), (x + 2.5 + r, y - r), (x + 2.5, y - (2 * r)), (x + 1.6, y - r)),
            Colors.Second);
    }

    public void Bolt()
    {
        double s = Dice.Real(0.85, 1.15);
        int tail = easel.Draw(
            new Polygon((x - 1, y + 1.5), (x + (3 * s), y - (1.2 * s)), (x + (2.2 * s), y - (2.8 * s)), (x + (5.5 * s), y - (7 * s)),
                (x + (6.6 * s), y - (4.2 * s)), (x + (4.9 * s), y - (3 * s)), (x + (5.6 * s), y - (0.6 * s)), (x + 1, y + 2.5)),
                Colors.Body);
        easel.Canvas.Paint(tail, new Ellipse(x, y, 3, 3), Colors.Accent);
    }

    public void Barbed()
    {
        double tipX = x + Dice.Real(3.5, 5), tipY = y - Dice.Real(2, 5);
        easel.Draw(Stroke.Curve(1.2, 0.8, (x - 1, y), (tipX + 1, y + 1.5), (tipX, tipY)), Colors.Body);
        easel.Draw(new Polygon((tipX - 2, tipY + 0.4), (tipX + 0.4, tipY - 3), (tipX + 2.4, tipY + 0.8)),
            Dice.Pick(Colors.Accent, Colors.Horn));
    }

    public void Burning()
    {
        double tipX = x + Dice.Real(3.5, 5), tipY = y - Dice.Real(1, 3.5);
        easel.Draw(Stroke.Curve(1.8, 0.9, (x - 1, y), (tipX + 1, y + 1), (tipX, tipY)), Colors.Body);
        int flame = easel.Draw(new Polygon((tipX - 2, tipY), (tipX - 1.2, tipY - 3), (tipX + 0.4, tipY - 5), (tipX + 1.6, tipY - 2.6),
            (tipX + 2.2, tipY), (tipX, tipY + 1.6)), new Material(Ramp.Tangerine));
        easel.Canvas.Paint(flame, new Ellipse(tipX + 0.2, tipY - 0.4, 1.1, 1.8), new Material(Ramp.Lemon));
    }

    public void Leafy()
    {
        double tipX = x + Dice.Real(2.5, 4), tipY = y - Dice.Real(1, 4);
        easel.Draw(new Stroke(1, 0.8, (x - 1, y), (tipX, tipY)), Colors.Body);
        easel.Draw(Stroke.Curve(1.2, 0.8, (tipX, tipY), (tipX + 1, tipY - 3), (tipX + 3.4, tipY - 3)),
            new Material(Dice.Pick(Ramp.Leaf, Ramp.Lime)));
    }

    public void Stub() => easel.Draw(new Ellipse(x + 1, y - 0.4, 2, 2), Dice.Pick(Colors.Belly, Colors.Second, Colors.Accent));

    /// <summary>Birds' tail feathers.</summary>
    public void Feathers()
    {
        double reach = Dice.Real(3.5, 5.5), rise = Dice.Real(-2.5, 1.5);
        easel.Draw(new Polygon((x - 2, y - 1.4), (x + reach, y + rise - 1.8), (x + reach + 0.4, y + rise + 0.8), (x - 1, y + 2.2)),
            Colors.Second);
        if (Dice.Chance(0.5))
        {
            easel.Draw(new Polygon((x - 2, y - 0.4), (x + reach - 1, y + rise + 0.6), (x + reach - 1.5, y + rise + 2.8),
                (x - 1, y + 2.4)), Colors.Accent);
        }
    }
}
