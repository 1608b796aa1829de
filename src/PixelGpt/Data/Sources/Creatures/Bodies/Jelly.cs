using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A dome over tentacles: jellyfish, squid, octopuses.</summary>
internal sealed class Jelly : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, rx = dice.Real(5.6, 7.4), ry = dice.Real(4.8, 6), y = -2.2, length = dice.Real(5, 7), sway = dice.Real(-2, 2);
        Material arm = e.Colors.Second;
        if (dice.Chance(0.35)) new Headgear(e, x, y, rx * 0.85, ry).Any();
        double r = dice.Real(0.9, 1.5);
        e.DrawPair(Stroke.Curve(r, r * 0.8, (x - (rx * 0.3), y + 3), (x - (rx * 0.3) - 1, y + 4 + (length * 0.5)),
            (x - (rx * 0.25) + (sway * 0.4), y + 4 + length)), arm.Far);
        e.DrawPair(Stroke.Curve(r + 0.2, r * 0.8, (x - (rx * 0.65), y + 2), (x - (rx * 0.5) - sway, y + 3 + (length * 0.6)),
            (x - (rx * 0.8) - (sway * 0.5), y + 3.4 + (length * dice.Real(0.7, 1)))), arm);
        if (dice.Chance(0.5)) e.Draw(Stroke.Curve(r, r * 0.8, (x, y + 3), (x + sway, y + 6), (x, y + 4.5 + length)), arm);

        int dome = e.Draw(new Ellipse(x, y, rx, ry, dice.Real(-0.02, 0.18)), e.Colors.Body);
        if (dice.Chance(0.35))
        {
            e.Draw(new Polygon((x - 3.4, y - (ry * 0.75)), (x, y - ry - 4), (x + 3.4, y - (ry * 0.75))), e.Colors.Body, dome);
        }

        var markings = new Markings(e, dome, x, y, rx, ry);
        dice.Pick(markings.Cap, markings.Spots, markings.Belly, markings.Stripes, markings.Back, () => { })();
        if (dice.Chance(0.4))
        {
            e.Draw(new Stroke(1.1, 1.1, (x - rx + 0.6, y + (ry * 0.65)), (x, y + ry - 0.2),
                (x + rx - 0.6, y + (ry * 0.65))), e.Colors.Accent);
        }

        Face.Draw(e, x, y + 0.6, dice.Real(3, 4.6), Temper.Friendly, Mouth.Any(dice), dice.Chance(0.35));
    }
}
