using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>On four legs, seen from the front left: the head looks at us, the body trails off to the right.</summary>
internal sealed class Quadruped : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double length = dice.Real(4.8, 6), depth = dice.Real(3.2, 4.3), x = 2.6, y = 2.6;
        double headX = dice.Real(4.6, 5.6), headY = dice.Real(4.2, 4.9), hx = -3.8, hy = dice.Real(-3.4, -1.6);
        double ground = 8.4, leg = dice.Real(1.3, 2);
        Material limbs = e.Colors.Second;

        new Tails(e, x + length - 1, y - dice.Real(0, 1.5)).Any();
        Leg(e, x + 1.4, y + 1, ground - 0.6, leg, limbs.Far);
        Leg(e, x - length + 2.8, y + 1.5, ground - 0.6, leg, limbs.Far);
        if (dice.Chance(0.25)) Ridge(e, x, y, length, depth);
        int trunk = e.Draw(new Ellipse(x, y, length, depth), e.Colors.Body);
        new Markings(e, trunk, x + 1, y, length, depth).Sparse();
        int hind = Leg(e, x + length - 1.8, y + 1, ground, leg + 0.2, limbs);
        int fore = Leg(e, x - length + 0.9, y + 1, ground, leg, limbs);
        if (dice.Chance(0.35))
        {
            Material socks = dice.Pick(e.Colors.Belly, e.Colors.Accent);
            foreach (int paw in (int[])[hind, fore]) e.Canvas.Paint(paw, new Ellipse(x - 1, ground, 10, 2.2), socks);
        }

        if (dice.Chance(0.35))
        {
            e.Draw(new Ellipse(hx + 0.8, hy + 1.4, headX + dice.Real(0.6, 1.4), headY + 0.6), dice.Pick(e.Colors.Belly, e.Colors.Accent));
        }

        Head(e, hx, hy, headX, headY);
    }

    private static int Leg(Easel e, double x, double top, double ground, double r, Material material)
    {
        int leg = e.Draw(new Stroke(r + 0.3, r, (x, top), (x, ground - r)), material);
        return e.Draw(new Ellipse(x - 0.5, ground - 1, r + 0.5, 1.2), material, leg);
    }

    private static void Ridge(Easel e, double x, double y, double length, double depth)
    {
        double height = e.Dice.Real(1.8, 3.2);
        Material material = e.Dice.Pick(e.Colors.Accent, e.Colors.Horn);
        for (int i = 0; i < 3; i++)
        {
            double at = x - (length * 0.35) + (i * length * 0.45);
            e.Draw(new Polygon((at - 1.8, y - (depth * 0.5)), (at + 0.6, y - depth - height + (i * 0.5)), (at + 1.8, y - (depth * 0.5))),
                material);
        }
    }

    private static void Head(Easel e, double x, double y, double rx, double ry)
    {
        Dice dice = e.Dice;
        var gear = new Headgear(e, x, y, rx, ry);
        if (dice.Chance(0.65)) gear.Ears();
        else gear.Any();
        int head = e.Draw(new Ellipse(x, y, rx, ry, dice.Real(-0.1, 0.12)), e.Colors.Face);
        if (dice.Chance(0.35)) e.Draw(new Ellipse(x - 1, y + 2.4, 2.6, 1.7), e.Colors.Belly);
        else new Markings(e, head, x - 0.5, y, rx, ry).AnyHead();
        Face.Draw(e, x - 0.8, y + 0.2, dice.Real(2.2, 3.4), dice.Chance(0.4) ? Temper.Wild : Temper.Friendly,
            dice.Chance(0.5) ? dice.Pick(Mouth.Nose, Mouth.Snout) : Mouth.Any(dice), dice.Chance(0.15));
    }
}
