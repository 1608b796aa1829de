using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A head with leather wings and small feet.</summary>
internal sealed class Bat : IBodyPlan
{
    public void Draw(DrawingContext e)
    {
        CreatureRandom random = e.Random;
        double x = e.Axis, r = random.NextDouble(4.4, 5.6), y = 0.4;
        if (random.NextBool(0.3)) new Tails(e, x + 2, y + r - 1).Barbed();
        new Wings(e, x, y).Leather(random.NextDouble(8, 9.4));
        e.DrawPair(new Stroke(1.1, 0.8, (x - 1.8, y + r - 1), (x - 1.9, y + r + random.NextDouble(0.8, 2.4))), e.Colors.Second);
        var headParts = new HeadParts(e, x, y, r, r);
        random.Pick(headParts.PointedEars, headParts.PointedEars, headParts.LongEars, headParts.RoundEars, headParts.Horns)();
        int body = e.Draw(new Ellipse(x, y, r, r * random.NextDouble(0.9, 1.05)), e.Colors.Face);
        var markings = new Markings(e, body, x, y, r, r);
        if (random.NextBool(0.6)) markings.AnyHead();
        else markings.Belly();
        Face.Draw(e, x, y - 0.4, random.NextDouble(2.4, 3.6), EyeExpression.Friendly,
            random.Pick(Mouth.Fangs, Mouth.Fangs, Mouth.Laugh, Mouth.Smile, Mouth.Grin), random.NextBool(0.2));
    }
}
