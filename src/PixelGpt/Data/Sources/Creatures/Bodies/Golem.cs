using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A golem of boulders or plates with a square trunk and heavy fists.</summary>
internal sealed class Golem : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Texture texture = random.Pick(Texture.Stone, Texture.Stone, Texture.Smooth, Texture.Dither);
        Material body = context.Colors.Body with { Texture = texture }, limb = context.Colors.Second with { Texture = texture };
        double x = context.Axis, rx = random.NextDouble(4.8, 6.2), ry = random.NextDouble(4.2, 5.4), y = random.NextDouble(-0.2, 1);
        if (random.NextBool(0.4)) Crystals(context, x, y, rx, ry);
        context.DrawPair(new Ellipse(x - (rx * 0.5), 7, 2.4, 2.4, 0, boxy: true), limb);
        int trunk = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.18, 0.05), boxy: true), body);
        var markings = new Markings(context, trunk, x, y + 1, rx, ry);
        random.Pick(markings.Ring, markings.Belly, markings.Bib, markings.Band, markings.Spots, () => { })();

        double shoulder = y - (ry * 0.45), fist = y + random.NextDouble(1, 4.5), r = random.NextDouble(2, 2.8);
        context.DrawPair(new Stroke(1.6, 1.5, (x - rx, shoulder), (x - rx - 1.2, fist - 1)), limb);
        context.DrawPair(new Ellipse(x - rx - 1.4, fist, r, r, 0, boxy: random.NextBool(0.6)), body);
        if (random.NextBool(0.35)) context.DrawPair(new Ellipse(x - rx, shoulder - 0.8, 2, 1.8), context.Colors.Accent);

        if (random.NextBool(0.65))
        {
            double hx = random.NextDouble(3.6, 4.6), hy = random.NextDouble(3, 3.7), head = y - ry - hy + 2;
            if (random.NextBool(0.5)) new HeadParts(context, x, head, hx, hy).Any();
            int skull = context.Draw(new Ellipse(x, head, hx, hy, 0, boxy: random.NextBool(0.6)), body);
            Visage(context, skull, x, head + 0.2, hx);
        }
        else
        {
            Visage(context, trunk, x, y - 1.2, rx);
        }
    }

    private static void Visage(DrawingContext context, int part, double x, double y, double rx)
    {
        CreatureRandom random = context.Random;
        if (random.NextBool(0.5))
        {
            context.Canvas.Paint(part, new Stroke(1.5, 1.5, (x - (rx * 0.55), y), (x + (rx * 0.55), y)), new Material(Ramp.Slate, Bias: -2));
            Face.Draw(context, x, y, random.NextDouble(2, 3), EyeExpression.Eerie, Mouth.None);
        }
        else
        {
            Face.Draw(context, x, y, random.NextDouble(2.2, 3.2), random.NextBool(0.5) ? EyeExpression.Wild : EyeExpression.Friendly,
                random.Pick(Mouth.Flat, Mouth.Grin, Mouth.None, Mouth.Tiny));
        }
    }

    private static void Crystals(DrawingContext context, double x, double y, double rx, double ry)
    {
        double height = context.Random.NextDouble(2, 4);
        context.DrawPair(new Polygon((x - (rx * 0.3), y - (ry * 0.5)), (x - rx - 0.8, y - ry - height), (x - rx + 0.4, y - (ry * 0.3))),
            context.Colors.Accent);
        context.Draw(new Polygon((x - 2, y - ry + 1), (x + context.Random.NextDouble(-1, 1), y - ry - height - 1.5), (x + 2, y - ry + 1)), context.Colors.Accent);
    }
}
