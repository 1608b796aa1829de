using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A head with leather wings and small feet.</summary>
internal sealed class Bat : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, r = random.NextDouble(4.4, 5.6), y = 0.4;
        if (random.NextBool(0.3)) new Tails(context, x + 2, y + r - 1).Barbed();
        new Wings(context, x, y).Leather(random.NextDouble(8, 9.4));
        context.DrawPair(new Stroke(1.1, 0.8, (x - 1.8, y + r - 1), (x - 1.9, y + r + random.NextDouble(0.8, 2.4))), context.Colors.Second);
        var headParts = new HeadParts(context, x, y, r, r);
        random.Pick(headParts.PointedEars, headParts.PointedEars, headParts.LongEars, headParts.RoundEars, headParts.Horns)();
        int body = context.Draw(new Ellipse(x, y, r, r * random.NextDouble(0.9, 1.05)), context.Colors.Face);
        var markings = new Markings(context, body, x, y, r, r);
        if (random.NextBool(0.6)) markings.AnyHead();
        else markings.Belly();
        Face.Draw(context, x, y - 0.4, random.NextDouble(2.4, 3.6), EyeExpression.Friendly,
            random.Pick(Mouth.Fangs, Mouth.Fangs, Mouth.Laugh, Mouth.Smile, Mouth.Grin), random.NextBool(0.2));
    }
}
