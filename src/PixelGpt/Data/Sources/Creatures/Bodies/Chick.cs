using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A plump bird from the front: chicks, owls, penguins.</summary>
internal sealed class Chick : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, rx = dice.Real(5.4, 7), ry = dice.Real(6.4, 7.6), y = 0.6;
        Crest(e, x, y, rx, ry);
        var foot = new Material(dice.Pick(Ramp.Amber, Ramp.Tangerine, Ramp.Slate));
        e.DrawPair(new Ellipse(x - 2.4, y + ry + 0.3, 1.9, 1.3), foot);
        int body = e.Draw(new Ellipse(x, y, rx, ry, dice.Real(0.02, 0.2)), e.Colors.Body);
        if (dice.Chance(0.6)) e.Canvas.Paint(body, new Ellipse(x, y + (ry * 0.5), rx * 0.72, ry * 0.62), e.Colors.Belly);
        var markings = new Markings(e, body, x, y - (ry * 0.35), rx, ry * 0.6);
        dice.Pick(markings.Mask, markings.Mask, markings.Cap, markings.Blaze, () => { })();

        double lift = dice.Pick(0.0, 0, 0, dice.Real(1.5, 5));
        int wings = e.DrawPair(Stroke.Curve(1.5, 1.4, (x - rx + 0.8, y), (x - rx - 0.6 - (lift * 0.3), y + 1.5 - lift),
            (x - rx - 0.4 - (lift * 0.5), y + 4 - (lift * 1.6))), e.Colors.Second);
        if (dice.Chance(0.5)) e.Canvas.PaintPair(wings, new Ellipse(x - rx - 1, y + 4 - lift, 3, 2), e.Colors.Accent);

        double eyes = y - (ry * 0.3);
        Face.Draw(e, x, eyes, dice.Real(3, 4.2), Temper.Friendly, Mouth.None, dice.Chance(0.3));
        double beak = dice.Real(1.4, 2.2);
        e.Draw(new Polygon((x - beak, eyes + 0.6), (x + beak, eyes + 0.6), (x + 0.6, eyes + 1.8 + beak), (x - 0.6, eyes + 1.8 + beak)),
            new Material(dice.Pick(Ramp.Amber, Ramp.Tangerine, Ramp.Lemon)));
    }

    private static void Crest(Easel e, double x, double y, double rx, double ry)
    {
        var gear = new Headgear(e, x, y, rx * 0.8, ry);
        e.Dice.Pick(gear.PointedEars, gear.Spikes, gear.Sprout, gear.Flame, gear.Horn, () => { }, () => { })();
    }
}
