using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A robot of plates with a screen for a face, on legs, wheels or a jet.</summary>
internal sealed class Robot : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Material shell = random.Pick(new Material(Ramp.Steel), new Material(Ramp.Snow), context.Colors.Body with { Texture = Texture.Smooth }, context.Colors.Second with { Texture = Texture.Smooth });
        Material joint = new(Ramp.Slate);
        double x = context.Axis, hx = random.NextDouble(4.8, 6), hy = random.NextDouble(3.6, 4.2), head = -3, bx = random.NextDouble(3.6, 4.8), body = 4;
        random.Pick(
            () => context.DrawPair(new Stroke(0.7, 0.7, (x - hx, head), (x - hx - 1.6, head)), joint, x),
            () => context.DrawPair(new Ellipse(x - hx - 0.4, head, 1.3, 1.7, 0, boxy: true), context.Colors.Accent, x),
            () => 0)();
        context.Draw(new Stroke(0.5, 0.5, (x, head - hy), (x + random.NextDouble(-1, 1), head - hy - 2.2)), joint);
        context.Draw(new Ellipse(x, head - hy - 2.4, 1, 1), context.Colors.Accent);
        random.Pick(Legs, Legs, Wheels, Jet)(context, x, joint);
        context.Draw(new Stroke(1.2, 1.2, (x, head + hy), (x, body)), joint);
        int trunk = context.Draw(new Ellipse(x, body, bx, 3.1, 0, boxy: true), shell);
        random.Pick(
            () => context.Canvas.Paint(trunk, new Ellipse(x, body, 1.3, 1.3), context.Colors.Accent),
            () => context.Canvas.Paint(trunk, new Polygon((x - 2.2, body - 1.4), (x + 2.2, body - 1.4), (x + 2.2, body + 1.2), (x - 2.2, body + 1.2)), context.Colors.Belly.Darker),
            () => context.Canvas.Paint(trunk, new Stroke(0.5, 0.5, (x - 5, body + 1), (x + 5, body + 1)), joint))();
        double lift = random.NextDouble(-2, 2);
        context.DrawPair(new Stroke(0.8, 0.8, (x - bx, body - 1.4), (x - bx - 1.8, body + lift)), joint);
        context.DrawPair(new Ellipse(x - bx - 2, body + lift + 0.6, 1.5, 1.5), shell);

        int skull = context.Draw(new Ellipse(x, head, hx, hy, 0, boxy: true), shell);
        context.Canvas.Paint(skull, new Ellipse(x, head + 0.2, hx - 1.1, hy - 1.1, 0, boxy: true), new Material(random.Pick(Ramp.Slate, Ramp.Cobalt, Ramp.Plum), Bias: -1));
        Face.Draw(context, x, head, random.NextDouble(2, 3), EyeExpression.Eerie, random.Pick(Mouth.None, Mouth.None, Mouth.Grin));
    }

    private static void Legs(DrawingContext context, double x, Material joint)
    {
        context.DrawPair(new Stroke(0.9, 0.9, (x - 1.9, 6), (x - 2.1, 8)), joint);
        context.DrawPair(new Ellipse(x - 2.4, 8.2, 1.9, 1), context.Colors.Accent);
    }

    private static void Wheels(DrawingContext context, double x, Material joint)
    {
        context.Draw(new Stroke(1, 1, (x - 3.4, 7.6), (x + 3.4, 7.6)), joint);
        foreach (double at in (double[])[-3, 0, 3]) context.Draw(new Ellipse(x + at, 7.8, 1.3, 1.3), new Material(Ramp.Slate, Bias: 1));
    }

    private static void Jet(DrawingContext context, double x, Material joint)
    {
        int flame = context.Draw(new Polygon((x - 2, 7), (x - 0.8, 10), (x, 8.8), (x + 0.8, 10.4), (x + 2, 7)), new Material(Ramp.Tangerine));
        context.Canvas.Paint(flame, new Ellipse(x, 7.4, 1, 1.4), new Material(Ramp.Lemon));
        context.Draw(new Polygon((x - 2.2, 6), (x + 2.2, 6), (x + 1.6, 7.6), (x - 1.6, 7.6)), joint);
    }
}
