using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A head with leather wings and little feet.</summary>
internal sealed class Bat : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, r = dice.Real(4.4, 5.6), y = 0.4;
        if (dice.Chance(0.3)) new Tails(e, x + 2, y + r - 1).Barbed();
        new Wings(e, x, y).Leather(dice.Real(8, 9.4));
        e.DrawPair(new Stroke(1.1, 0.8, (x - 1.8, y + r - 1), (x - 1.9, y + r + dice.Real(0.8, 2.4))), e.Colors.Second);
        var gear = new Headgear(e, x, y, r, r);
        dice.Pick(gear.PointedEars, gear.PointedEars, gear.LongEars, gear.RoundEars, gear.Horns)();
        int body = e.Draw(new Ellipse(x, y, r, r * dice.Real(0.9, 1.05)), e.Colors.Face);
        var markings = new Markings(e, body, x, y, r, r);
        if (dice.Chance(0.6)) markings.AnyHead();
        else markings.Belly();
        Face.Draw(e, x, y - 0.4, dice.Real(2.4, 3.6), Temper.Friendly,
            dice.Pick(Mouth.Fangs, Mouth.Fangs, Mouth.Laugh, Mouth.Smile, Mouth.Grin), dice.Chance(0.2));
    }
}
