using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A creature with a shell: turtles, snails.</summary>
internal sealed class Shellback : IBodyPlan
{
    public void Draw(DrawingContext e)
    {
        CreatureRandom random = e.Random;
        bool snail = random.NextBool(0.4);
        double x = 2.4, y = 1, rx = random.NextDouble(5.4, 6.4), ry = random.NextDouble(4.8, 5.8), hx = -5, hy = random.NextDouble(-0.6, 2), r = random.NextDouble(3.3, 4);
        Material skin = e.Colors.Second == e.Colors.Body ? e.Colors.Belly : e.Colors.Second;
        if (snail) e.Draw(new Stroke(2, 1, (-5.5, 6.6), (2, 7.2), (9, 7.6)), skin);
        else Legs(e, skin, x);

        int shell = e.Draw(new Ellipse(x, y, rx, ry), e.Colors.Body);
        if (snail) Spiral(e, shell, x, y);
        else Plates(e, shell, x, y, rx, ry);
        if (random.NextBool(0.3))
        {
            e.Draw(new Polygon((x - 1.6, y - ry + 1), (x + 0.4, y - ry - random.NextDouble(1.8, 3)), (x + 2, y - ry + 1)), e.Colors.Horn);
        }

        e.Draw(new Stroke(1.9, 1.9, (hx + 2, 6), (hx, hy + 1)), skin);
        var headParts = new HeadParts(e, hx, hy, r, r * 0.95);
        if (snail) headParts.Antennae();
        else if (random.NextBool(0.5)) headParts.Any();
        int head = e.Draw(new Ellipse(hx, hy, r, r * 0.95), skin);
        new Markings(e, head, hx, hy, r, r).AnyHead();
        Face.Draw(e, hx - 0.5, hy - 0.2, random.NextDouble(1.8, 2.6), EyeExpression.Friendly, random.Pick(Mouth.Smile, Mouth.Flat, Mouth.Tiny, Mouth.Laugh),
            random.NextBool(0.3));
    }

    private static void Legs(DrawingContext e, Material skin, double x)
    {
        e.Draw(new Polygon((x + 5, 5), (x + 8, e.Random.NextDouble(3, 6)), (x + 5, 7)), skin);
        foreach (double at in (double[])[0.6, -1.6]) e.Draw(new Ellipse(x + at, 7, 1.7, 1.8), skin.Darker);
        foreach (double at in (double[])[4, -4.2]) e.Draw(new Ellipse(x + at, 7, 2, 2.1), skin);
    }

    private static void Spiral(DrawingContext e, int shell, double x, double y)
    {
        double turn = e.Random.NextDouble(-0.6, 0.6);
        e.Canvas.Paint(shell, new Ellipse(x + turn, y + 0.4, 4.3, 4), e.Colors.Accent);
        e.Canvas.Paint(shell, new Ellipse(x + turn - 0.3, y + 0.8, 3, 2.7), e.Colors.Body);
        e.Canvas.Paint(shell, new Ellipse(x + turn, y + 1, 1.5, 1.4), e.Colors.Accent);
    }

    private static void Plates(DrawingContext e, int shell, double x, double y, double rx, double ry)
    {
        Material rim = e.Random.Pick(e.Colors.Belly, e.Colors.Accent);
        e.Canvas.Paint(shell, new Polygon((x - rx - 1, y + (ry * 0.5)), (x + rx + 1, y + (ry * 0.5)), (x + rx + 1, y + ry + 1),
            (x - rx - 1, y + ry + 1)), rim);
        Material plate = e.Colors.Accent == rim ? e.Colors.Body.Darker : e.Colors.Accent;
        double r = e.Random.NextDouble(1.2, 1.8);
        foreach ((double px, double py) in ((double, double)[])[(0, -2), (-3, 0.2), (3, 0.2), (0, 1)])
            e.Canvas.Paint(shell, new Ellipse(x + px, y + py - 0.6, r, r * 0.85), plate);
    }
}
