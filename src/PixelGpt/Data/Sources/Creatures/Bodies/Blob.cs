using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A ball with a face: round, dripping or pear-shaped, with small feet or none.</summary>
internal sealed class Blob : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(6.4, 8), ry = random.NextDouble(5.6, 7), y = 1.5;
        if (random.NextBool(0.3)) new Tails(context, x + rx - 1.5, y + 3).Any();
        if (random.NextBool(0.2)) new Wings(context, x, y - 1).Any(rx + 2.6);
        new HeadParts(context, x, y, rx, ry).Any();
        if (random.NextBool(0.55)) context.DrawPair(new Ellipse(x - (rx * 0.45), y + ry - 0.2, 2.5, 1.7), context.Colors.Second);
        Material skin = random.Pick(context.Colors.Body, context.Colors.Face);
        int body = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.05, 0.22)), skin);
        if (random.NextBool(0.25))
        {
            context.Draw(new Polygon((x - 3.6, y - (ry * 0.8)), (x + random.NextDouble(-1, 2), y - ry - 3.5), (x + 3.6, y - (ry * 0.8))), skin, body);
        }

        new Markings(context, body, x, y, rx, ry).Rich();
        if (random.NextBool(0.5))
        {
            context.DrawPair(new Stroke(1.5, 1.2, (x - rx + 0.6, y + 1.5), (x - rx - 1, y + random.NextDouble(-0.5, 3.5))), context.Colors.Second);
        }

        if (random.NextBool(0.12)) Face.DrawCyclopsEye(context, x, y - 0.6);
        else Face.Draw(context, x, y - random.NextDouble(0, 1.4), random.NextDouble(2.6, 4.8), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));
    }
}
