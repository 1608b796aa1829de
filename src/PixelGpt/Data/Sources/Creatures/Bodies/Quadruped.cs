using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A four-legged creature seen from the front left; the head faces the viewer and the body extends to the right.</summary>
internal sealed class Quadruped : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double length = random.NextDouble(4.8, 6), depth = random.NextDouble(3.2, 4.3), x = 2.6, y = 2.6;
        double headX = random.NextDouble(4.6, 5.6), headY = random.NextDouble(4.2, 4.9), hx = -3.8, hy = random.NextDouble(-3.4, -1.6);
        double ground = 8.4, leg = random.NextDouble(1.3, 2);
        Material limbs = context.Colors.Second;

        new Tails(context, x + length - 1, y - random.NextDouble(0, 1.5)).Any();
        Leg(context, x + 1.4, y + 1, ground - 0.6, leg, limbs.Darker);
        Leg(context, x - length + 2.8, y + 1.5, ground - 0.6, leg, limbs.Darker);
        if (random.NextBool(0.25)) Ridge(context, x, y, length, depth);
        int trunk = context.Draw(new Ellipse(x, y, length, depth), context.Colors.Body);
        new Markings(context, trunk, x + 1, y, length, depth).Sparse();
        int hind = Leg(context, x + length - 1.8, y + 1, ground, leg + 0.2, limbs);
        int fore = Leg(context, x - length + 0.9, y + 1, ground, leg, limbs);
        if (random.NextBool(0.35))
        {
            Material socks = random.Pick(context.Colors.Belly, context.Colors.Accent);
            foreach (int paw in (int[])[hind, fore]) context.Canvas.Paint(paw, new Ellipse(x - 1, ground, 10, 2.2), socks);
        }

        if (random.NextBool(0.35))
        {
            context.Draw(new Ellipse(hx + 0.8, hy + 1.4, headX + random.NextDouble(0.6, 1.4), headY + 0.6), random.Pick(context.Colors.Belly, context.Colors.Accent));
        }

        Head(context, hx, hy, headX, headY);
    }

    private static int Leg(DrawingContext context, double x, double top, double ground, double r, Material material)
    {
        int leg = context.Draw(new Stroke(r + 0.3, r, (x, top), (x, ground - r)), material);
        return context.Draw(new Ellipse(x - 0.5, ground - 1, r + 0.5, 1.2), material, leg);
    }

    private static void Ridge(DrawingContext context, double x, double y, double length, double depth)
    {
        double height = context.Random.NextDouble(1.8, 3.2);
        Material material = context.Random.Pick(context.Colors.Accent, context.Colors.Horn);
        for (int i = 0; i < 3; i++)
        {
            double at = x - (length * 0.35) + (i * length * 0.45);
            context.Draw(new Polygon((at - 1.8, y - (depth * 0.5)), (at + 0.6, y - depth - height + (i * 0.5)), (at + 1.8, y - (depth * 0.5))),
                material);
        }
    }

    private static void Head(DrawingContext context, double x, double y, double rx, double ry)
    {
        CreatureRandom random = context.Random;
        var headParts = new HeadParts(context, x, y, rx, ry);
        if (random.NextBool(0.65)) headParts.Ears();
        else headParts.Any();
        int head = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.1, 0.12)), context.Colors.Face);
        if (random.NextBool(0.35)) context.Draw(new Ellipse(x - 1, y + 2.4, 2.6, 1.7), context.Colors.Belly);
        else new Markings(context, head, x - 0.5, y, rx, ry).AnyHead();
        Face.Draw(context, x - 0.8, y + 0.2, random.NextDouble(2.2, 3.4), random.NextBool(0.4) ? EyeExpression.Wild : EyeExpression.Friendly,
            random.NextBool(0.5) ? random.Pick(Mouth.Nose, Mouth.Snout) : Mouth.Any(random), random.NextBool(0.15));
    }
}
