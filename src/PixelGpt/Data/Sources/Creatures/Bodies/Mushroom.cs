using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A spotted cap over a stalk with a face.</summary>
internal sealed class Mushroom : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, cap = dice.Real(7, 8.8), high = dice.Real(4.6, 6), y = -2.4, stalk = dice.Real(3.8, 5);
        e.DrawPair(new Ellipse(x - (stalk * 0.5), 7.8, 2, 1.3), e.Colors.Second);
        int body = e.Draw(new Ellipse(x, 3.6, stalk, 4.6, dice.Real(0, 0.16)), e.Colors.Belly);
        if (dice.Chance(0.5)) e.DrawPair(new Stroke(1.2, 1.1, (x - stalk + 0.6, 4), (x - stalk - 1.4, dice.Real(3, 6))), e.Colors.Belly);
        if (dice.Chance(0.3)) e.Canvas.Paint(body, new Ellipse(x, 8, stalk, 2.4), e.Colors.Second);
        double tip = dice.Chance(0.35) ? dice.Real(1.5, 3.5) : 0;
        Material top = dice.Pick(e.Colors.Body, e.Colors.Accent);
        int hat = e.Draw(new Ellipse(x, y - 0.6, cap * 0.84, high, dice.Real(0, 0.2)), top);
        e.Draw(new Stroke(1.5, 1.5, (x - cap + 1, y + 1.4), (x, y + 2.2), (x + cap - 1, y + 1.4)), top, hat);
        if (tip > 0)
        {
            e.Draw(new Polygon((x - 3.6, y - (high * 0.7)), (x + dice.Real(-2, 2), y - high - tip), (x + 3.6, y - (high * 0.7))), top, hat);
        }

        Material spot = top == e.Colors.Body ? e.Colors.Accent : e.Colors.Body;
        double r = dice.Real(1.1, 1.8);
        e.Canvas.PaintPair(hat, new Ellipse(x - (cap * 0.5), y - 0.4, r, r * 0.9), spot);
        e.Canvas.Paint(hat, new Ellipse(x, y - (high * 0.6), r, r), spot);
        if (dice.Chance(0.4)) e.Canvas.Paint(hat, new Stroke(0.6, 0.6, (x - cap, y + 2.4), (x, y + 3.2), (x + cap, y + 2.4)), spot);
        Face.Draw(e, x, 3.4, dice.Real(2.4, 3.4), Temper.Friendly, Mouth.Any(dice), dice.Chance(0.5));
    }
}
