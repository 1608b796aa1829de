using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A shell on six legs with the head below it: beetles, ladybirds, bees.</summary>
internal sealed class Beetle : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(6, 7.4), ry = random.NextDouble(5.2, 6.4), y = -0.6, reach = random.NextDouble(1.2, 2.4);
        Material leg = random.Pick(context.Colors.Second.Darker, new Material(Ramp.Slate));
        for (int i = 0; i < 2; i++)
        {
            // Two pairs of legs are drawn; the third would merge with them at this size.
            double at = y - 0.4 + (i * 4.6);
            context.DrawPair(new Stroke(0.9, 0.7, (x - rx + 1, at), (x - rx - reach, at - 0.8), (x - rx - reach - 0.5, at + 1.8)), leg);
        }

        int shell = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.05, 0.12)), context.Colors.Body);
        new Markings(context, shell, x, y - 1, rx, ry).Sparse();
        context.Canvas.Paint(shell, new Stroke(0.5, 0.5, (x, y - ry), (x, y + ry)), context.Colors.Body.Darker.Darker);

        double hx = random.NextDouble(4.2, 5.2), hy = random.NextDouble(3.1, 3.8), head = y + 4.6;
        Weapons(context, x, head, hx, hy);
        int face = context.Draw(new Ellipse(x, head, hx, hy), context.Colors.Second);
        if (random.NextBool(0.4)) context.Canvas.Paint(face, new Ellipse(x, head + hy, hx, hy), context.Colors.Belly);
        Face.Draw(context, x, head - 0.4, random.NextDouble(2.8, 4), random.NextBool(0.5) ? EyeExpression.Wild : EyeExpression.Friendly, Mouth.Any(random));
    }

    private static void Weapons(DrawingContext context, double x, double y, double rx, double ry)
    {
        var headParts = new HeadParts(context, x, y, rx, ry);
        void Mandibles() => context.DrawPair(Stroke.Curve(1.2, 0.7, (x - (rx * 0.7), y + 1.5), (x - rx - 1.4, y + ry + 0.5),
            (x - (rx * 0.4), y + ry + 1.4)), context.Colors.Horn);
        void Rhino() => context.Draw(Stroke.Curve(1.5, 0.8, (x, y - 1), (x, y - ry - 5), (x - 2.6, y - ry - 7)), context.Colors.Horn);
        context.Random.Pick(Mandibles, Mandibles, Rhino, headParts.Antennae, headParts.Antennae, headParts.Horns)();
    }
}
