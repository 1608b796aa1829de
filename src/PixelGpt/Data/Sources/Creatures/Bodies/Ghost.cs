using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A wisp: round above, ragged below, with eyes that glow.</summary>
internal sealed class Ghost : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, rx = dice.Real(5.4, 7), ry = dice.Real(5.6, 6.8), y = -1.4, sway = dice.Real(-2.5, 2.5);
        if (dice.Chance(0.55)) new Headgear(e, x, y, rx * 0.85, ry).Any();
        int body = e.Draw(new Ellipse(x, y, rx, ry), e.Colors.Body);
        int rags = dice.Int(0, 2);
        if (rags == 0) e.Draw(Stroke.Curve(rx * 0.85, 0.8, (x, y + 1.5), (x, y + 7), (x + (sway * 1.6), y + 9.6)), e.Colors.Body, body);
        for (int i = 0; rags > 0 && i <= rags + 1; i++)
        {
            double at = x - (rx * 0.72) + (i * rx * 1.44 / (rags + 1));
            e.Draw(new Stroke(rx * 0.95 / (rags + 1), 0.8, (at, y + 2), (at + (sway * 0.5), y + dice.Real(6.6, 9.4))), e.Colors.Body, body);
        }

        var markings = new Markings(e, body, x, y, rx, ry);
        dice.Pick(markings.Belly, markings.Cap, markings.Mask, markings.Spots, () => { }, () => { })();
        if (dice.Chance(0.65)) e.DrawPair(new Stroke(1.5, 1, (x - rx + 1.2, y + 2), (x - rx - 2, y + dice.Real(-2, 3.5))), e.Colors.Second);
        if (dice.Chance(0.1)) Face.DrawEye(e, x, y, Eyes.Cyclops);
        else Face.Draw(e, x, y, dice.Real(2.6, 4.4), Temper.Eerie, Mouth.Any(dice), dice.Chance(0.2));
    }
}
