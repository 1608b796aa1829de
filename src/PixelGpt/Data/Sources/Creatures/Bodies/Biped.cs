using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>Upright on two legs, a large head on a small body: cubs, mice, small dinosaurs.</summary>
internal sealed class Biped : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, headX = dice.Real(5.2, 6.6), headY = dice.Real(4.4, 5.3), head = -3.4;
        double bodyX = dice.Real(3.6, 5.2), bodyY = dice.Real(3.8, 4.6), body = 4.2;
        if (dice.Chance(0.75)) new Tails(e, x + bodyX - 1, body + 1.6).Any();
        if (dice.Chance(0.15)) new Wings(e, x, body - 1.5).Any(8.5);

        double stance = dice.Real(0.45, 0.7);
        e.DrawPair(new Ellipse(x - (bodyX * stance) - 0.6, body + bodyY, 2.4, 1.5), e.Colors.Second);
        int trunk = e.Draw(new Ellipse(x, body, bodyX, bodyY, 0.14), e.Colors.Body);
        new Markings(e, trunk, x, body, bodyX, bodyY).Rich();
        Arms(e, x, body, bodyX);
        Head(e, x, head, headX, headY);
    }

    private static void Arms(Easel e, double x, double body, double bodyX)
    {
        Dice dice = e.Dice;
        (double, double) shoulder = (x - bodyX + 0.4, body - 1.6);
        (double, double) down = (x - bodyX - 1.6, body + dice.Real(0.6, 2.2)), up = (x - bodyX - 2.6, body - dice.Real(2.2, 4)),
            folded = (x - 1.4, body + 0.8);
        (double, double) hand = dice.Pick(down, down, up, folded);
        e.Draw(new Stroke(1.4, 1.3, shoulder, hand), e.Colors.Second);
        if (dice.Chance(0.25)) hand = dice.Pick(down, up);
        e.Draw(new Mirrored(new Stroke(1.4, 1.3, shoulder, hand), x), e.Colors.Second);
    }

    private static void Head(Easel e, double x, double y, double rx, double ry)
    {
        Dice dice = e.Dice;
        var gear = new Headgear(e, x, y, rx, ry);
        if (dice.Chance(0.6)) gear.Ears();
        else gear.Any();
        int head = e.Draw(new Ellipse(x, y, rx, ry, dice.Real(-0.08, 0.16)), e.Colors.Face);
        if (dice.Chance(0.2)) e.Draw(new Ellipse(x, y + 2.9, 2.8, 1.8), e.Colors.Belly);
        else new Markings(e, head, x, y, rx, ry).AnyHead();
        Face.Draw(e, x, y + dice.Real(0, 0.8), dice.Real(3, 4.6), Temper.Friendly, Mouth.Any(dice), dice.Chance(0.3));
    }
}
