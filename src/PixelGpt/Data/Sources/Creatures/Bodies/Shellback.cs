using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A creature with a shell: turtles, snails.</summary>
internal sealed class Shellback : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        bool snail = random.NextBool(0.4);
        double x = 2.4, y = 1, rx = random.NextDouble(5.4, 6.4), ry = random.NextDouble(4.8, 5.8), hx = -5, hy = random.NextDouble(-0.6, 2), r = random.NextDouble(3.3, 4);
        Material skin = context.Colors.Second == context.Colors.Body ? context.Colors.Belly : context.Colors.Second;
        if (snail) context.Draw(new Stroke(2, 1, (-5.5, 6.6), (2, 7.2), (9, 7.6)), skin);
        else Legs(context, skin, x);

        int shell = context.Draw(new Ellipse(x, y, rx, ry), context.Colors.Body);
        if (snail) Spiral(context, shell, x, y);
        else Plates(context, shell, x, y, rx, ry);
        if (random.NextBool(0.3))
        {
            context.Draw(new Polygon((x - 1.6, y - ry + 1), (x + 0.4, y - ry - random.NextDouble(1.8, 3)), (x + 2, y - ry + 1)), context.Colors.Horn);
        }

        context.Draw(new Stroke(1.9, 1.9, (hx + 2, 6), (hx, hy + 1)), skin);
        var headParts = new HeadParts(context, hx, hy, r, r * 0.95);
        if (snail) headParts.Antennae();
        else if (random.NextBool(0.5)) headParts.Any();
        int head = context.Draw(new Ellipse(hx, hy, r, r * 0.95), skin);
        new Markings(context, head, hx, hy, r, r).AnyHead();
        Face.Draw(context, hx - 0.5, hy - 0.2, random.NextDouble(1.8, 2.6), EyeExpression.Friendly, random.Pick(Mouth.Smile, Mouth.Flat, Mouth.Tiny, Mouth.Laugh),
            random.NextBool(0.3));
    }

    private static void Legs(DrawingContext context, Material skin, double x)
    {
        context.Draw(new Polygon((x + 5, 5), (x + 8, context.Random.NextDouble(3, 6)), (x + 5, 7)), skin);
        foreach (double at in (double[])[0.6, -1.6]) context.Draw(new Ellipse(x + at, 7, 1.7, 1.8), skin.Darker);
        foreach (double at in (double[])[4, -4.2]) context.Draw(new Ellipse(x + at, 7, 2, 2.1), skin);
    }

    private static void Spiral(DrawingContext context, int shell, double x, double y)
    {
        double turn = context.Random.NextDouble(-0.6, 0.6);
        context.Canvas.Paint(shell, new Ellipse(x + turn, y + 0.4, 4.3, 4), context.Colors.Accent);
        context.Canvas.Paint(shell, new Ellipse(x + turn - 0.3, y + 0.8, 3, 2.7), context.Colors.Body);
        context.Canvas.Paint(shell, new Ellipse(x + turn, y + 1, 1.5, 1.4), context.Colors.Accent);
    }

    private static void Plates(DrawingContext context, int shell, double x, double y, double rx, double ry)
    {
        Material rim = context.Random.Pick(context.Colors.Belly, context.Colors.Accent);
        context.Canvas.Paint(shell, new Polygon((x - rx - 1, y + (ry * 0.5)), (x + rx + 1, y + (ry * 0.5)), (x + rx + 1, y + ry + 1),
            (x - rx - 1, y + ry + 1)), rim);
        Material plate = context.Colors.Accent == rim ? context.Colors.Body.Darker : context.Colors.Accent;
        double r = context.Random.NextDouble(1.2, 1.8);
        foreach ((double px, double py) in ((double, double)[])[(0, -2), (-3, 0.2), (3, 0.2), (0, 1)])
            context.Canvas.Paint(shell, new Ellipse(x + px, y + py - 0.6, r, r * 0.85), plate);
    }
}
