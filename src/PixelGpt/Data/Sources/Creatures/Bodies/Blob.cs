using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A ball with a face: round, dripping or pear-shaped, on small feet or none.</summary>
internal sealed class Blob : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, rx = dice.Real(6.4, 8), ry = dice.Real(5.6, 7), y = 1.5;
        if (dice.Chance(0.3)) new Tails(e, x + rx - 1.5, y + 3).Any();
        if (dice.Chance(0.2)) new Wings(e, x, y - 1).Any(rx + 2.6);
        new Headgear(e, x, y, rx, ry).Any();
        if (dice.Chance(0.55)) e.DrawPair(new Ellipse(x - (rx * 0.45), y + ry - 0.2, 2.5, 1.7), e.Colors.Second);
        Material skin = dice.Pick(e.Colors.Body, e.Colors.Face);
        int body = e.Draw(new Ellipse(x, y, rx, ry, dice.Real(-0.05, 0.22)), skin);
        if (dice.Chance(0.25))
        {
            e.Draw(new Polygon((x - 3.6, y - (ry * 0.8)), (x + dice.Real(-1, 2), y - ry - 3.5), (x + 3.6, y - (ry * 0.8))), skin, body);
        }

        new Markings(e, body, x, y, rx, ry).Rich();
        if (dice.Chance(0.5))
        {
            e.DrawPair(new Stroke(1.5, 1.2, (x - rx + 0.6, y + 1.5), (x - rx - 1, y + dice.Real(-0.5, 3.5))), e.Colors.Second);
        }

        if (dice.Chance(0.12)) Face.DrawEye(e, x, y - 0.6, Eyes.Cyclops);
        else Face.Draw(e, x, y - dice.Real(0, 1.4), dice.Real(2.6, 4.8), Temper.Friendly, Mouth.Any(dice), dice.Chance(0.4));
    }
}
