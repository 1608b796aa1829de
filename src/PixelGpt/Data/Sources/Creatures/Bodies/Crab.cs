using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>Wide, with two claws: crabs and scorpions.</summary>
internal sealed class Crab : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(5.6, 6.8), ry = random.NextDouble(3.8, 4.8), y = 2.4;
        if (random.NextBool(0.2))
        {
            double side = random.Pick(-1.0, 1);
            context.Draw(new Stroke(1.8, 1.2, (x + (side * 2), y - 1), (x + (side * 4), y - 6), (x + (side * 1), y - 9)), context.Colors.Second);
            context.Draw(new Ellipse(x + side, y - 9, 1.7, 1.5), context.Colors.Accent);
        }

        for (int i = 0; i < 2; i++)
        {
            context.DrawPair(new Stroke(1, 0.8, (x - rx + 1, y + 1 + i), (x - rx - 1.4 + (i * 1.6), y + 2.5 + i),
                (x - rx - 1.2 + (i * 1.8), y + 5.4)), context.Colors.Second.Darker);
        }

        Claw(context, x, y, rx, random.NextDouble(2.2, 3), random.NextDouble(3.4, 7), mirror: false);
        Claw(context, x, y, rx, random.NextDouble(2.2, 3), random.NextDouble(3.4, 7), mirror: true);

        if (random.NextBool(0.35)) new HeadParts(context, x, y, rx * 0.8, ry).Any();
        int body = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.1, 0.1)), context.Colors.Body);
        var markings = new Markings(context, body, x, y, rx, ry);
        random.Pick(markings.Belly, markings.Spots, markings.Back, markings.Band, () => { })();
        if (random.NextBool(0.4))
        {
            context.DrawPair(new Ellipse(x - 2.4, y - ry - 0.6, 1.9, 2), context.Colors.Body);
            Face.Draw(context, x, y - ry - 0.4, 3.4, EyeExpression.Small, Mouth.None);
            Face.DrawMouth(context, x, y, Mouth.Any(random));
        }
        else
        {
            Face.Draw(context, x, y - 0.8, random.NextDouble(2.6, 4), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.2));
        }
    }

    private static void Claw(DrawingContext context, double x, double y, double rx, double r, double rise, bool mirror)
    {
        double cx = x - rx - 1.2, cy = y - rise + 1;
        IShape Side(IShape shape) => mirror ? new MirroredShape(shape, x) : shape;
        context.Draw(Side(new Stroke(1.2, 1.1, (x - rx + 1, y), (x - rx - 1.4, y - 0.4), (cx, cy))), context.Colors.Second);
        int claw = context.Draw(Side(new Ellipse(cx, cy - 0.6, r, r * 1.05)), context.Colors.Body);
        // The gap between the pincers.
        context.Canvas.Paint(claw, Side(new Polygon((cx + 0.2, cy - 0.8), (cx + 0.4, cy - r - 2), (cx + r, cy - r - 1))),
            context.Colors.Body with { Bias = -4 });
        context.Canvas.Paint(claw, Side(new Ellipse(cx - 0.6, cy - r, r, 1.4)), context.Colors.Accent);
    }
}
