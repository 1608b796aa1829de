using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>An upright creature on two legs with a large head: cubs, mice, small dinosaurs.</summary>
internal sealed class Biped : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, headX = random.NextDouble(5.2, 6.6), headY = random.NextDouble(4.4, 5.3), head = -3.4;
        double bodyX = random.NextDouble(3.6, 5.2), bodyY = random.NextDouble(3.8, 4.6), body = 4.2;
        if (random.NextBool(0.75)) new Tails(context, x + bodyX - 1, body + 1.6).Any();
        if (random.NextBool(0.15)) new Wings(context, x, body - 1.5).Any(8.5);

        double stance = random.NextDouble(0.45, 0.7);
        context.DrawPair(new Ellipse(x - (bodyX * stance) - 0.6, body + bodyY, 2.4, 1.5), context.Colors.Second);
        int trunk = context.Draw(new Ellipse(x, body, bodyX, bodyY, 0.14), context.Colors.Body);
        new Markings(context, trunk, x, body, bodyX, bodyY).Rich();
        Arms(context, x, body, bodyX);
        Head(context, x, head, headX, headY);
    }

    private static void Arms(DrawingContext context, double x, double body, double bodyX)
    {
        CreatureRandom random = context.Random;
        (double, double) shoulder = (x - bodyX + 0.4, body - 1.6);
        (double, double) down = (x - bodyX - 1.6, body + random.NextDouble(0.6, 2.2)), up = (x - bodyX - 2.6, body - random.NextDouble(2.2, 4)),
            folded = (x - 1.4, body + 0.8);
        (double, double) hand = random.Pick(down, down, up, folded);
        context.Draw(new Stroke(1.4, 1.3, shoulder, hand), context.Colors.Second);
        if (random.NextBool(0.25)) hand = random.Pick(down, up);
        context.Draw(new MirroredShape(new Stroke(1.4, 1.3, shoulder, hand), x), context.Colors.Second);
    }

    private static void Head(DrawingContext context, double x, double y, double rx, double ry)
    {
        CreatureRandom random = context.Random;
        var headParts = new HeadParts(context, x, y, rx, ry);
        if (random.NextBool(0.6)) headParts.Ears();
        else headParts.Any();
        int head = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.08, 0.16)), context.Colors.Face);
        if (random.NextBool(0.2)) context.Draw(new Ellipse(x, y + 2.9, 2.8, 1.8), context.Colors.Belly);
        else new Markings(context, head, x, y, rx, ry).AnyHead();
        Face.Draw(context, x, y + random.NextDouble(0, 0.8), random.NextDouble(3, 4.6), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.3));
    }
}
