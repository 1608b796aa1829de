using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A plant: a flower with a face, or a bulb with leaves, on roots.</summary>
internal sealed class Bloom : IBodyPlan
{
    /// <summary>Eight directions from the centre.</summary>
    private static readonly (double X, double Y)[] Around = [(0, -1), (0.71, -0.71), (1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0),
        (-0.71, -0.71)];

    public void Draw(DrawingContext context)
    {
        if (context.Random.NextBool(0.5)) Flower(context);
        else Bulb(context);
    }

    private static Material Leaf(DrawingContext context) => new(context.Random.Pick(Ramp.Leaf, Ramp.Lime, Ramp.Jade, Ramp.Moss), Texture.Dither);

    private static void Flower(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Material leaf = Leaf(context);
        double x = context.Axis, y = -3.2, r = random.NextDouble(3.6, 4.4), reach = r + random.NextDouble(0.6, 1.4), petal = random.NextDouble(1.9, 2.4);
        context.Draw(new Stroke(1.3, 1.5, (x, y), (x, 7)), leaf);
        context.DrawPair(new Ellipse(x - 1.8, 7.6, 2, 1.3), leaf);
        double lift = random.NextDouble(-2.6, 1.5);
        context.DrawPair(new Polygon((x - 0.5, 5.4), (x - 3, 3 + (lift * 0.5)), (x - 7, 4 + lift), (x - 3.4, 6.4)), leaf);
        Material petals = random.Pick(context.Colors.Accent, context.Colors.Body, context.Colors.Wing);
        bool two = random.NextBool(0.3);
        for (int i = 0; i < 8; i++)
        {
            context.Draw(new Ellipse(x + (Around[i].X * reach), y + (Around[i].Y * reach), petal, petal),
                two && i % 2 == 1 ? context.Colors.Belly : petals);
        }

        int face = context.Draw(new Ellipse(x, y, r, r * 0.95),
            random.Pick(context.Colors.Belly, new Material(Ramp.Amber, Texture.Dither), new Material(Ramp.Caramel), context.Colors.Second));
        if (random.NextBool(0.3)) new Markings(context, face, x, y, r, r).AnyHead();
        Face.Draw(context, x, y - 0.2, random.NextDouble(2.2, 3), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));
    }

    private static void Bulb(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Material leaf = Leaf(context);
        double x = context.Axis, y = 3, rx = random.NextDouble(5, 6.6), ry = random.NextDouble(4.4, 5.4), top = y - ry;
        for (int i = random.NextInt(1, 2); i >= 0; i--)
        {
            double reach = 2.4 + (i * 2.2), up = random.NextDouble(3.2, 6) - (i * 1.4);
            context.DrawPair(Stroke.Curve(1.2, random.NextDouble(0.7, 1.7), (x - 0.4, top + 1.5), (x - (reach * 0.4), top - up),
                (x - reach, top - up + random.NextDouble(0, 2.4))), leaf);
        }

        random.Pick(
            () => context.Draw(new Ellipse(x, top - 1.2, 2.2, 2.4), context.Colors.Accent),
            () => context.Draw(new Polygon((x - 1.7, top + 1), (x, top - 6), (x + 1.7, top + 1)), leaf),
            () => 0)();
        context.DrawPair(new Ellipse(x - (rx * 0.45), y + ry - 0.2, 2, 1.5), random.Pick(context.Colors.Second, leaf));
        int body = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(0, 0.2)), context.Colors.Body);
        new Markings(context, body, x, y, rx, ry).Rich();
        if (random.NextBool(0.5))
        {
            context.DrawPair(new Polygon((x - rx + 1, y), (x - rx - 2.6, y - random.NextDouble(0, 2.6)), (x - rx + 0.4, y + 2.2)), leaf);
        }

        Face.Draw(context, x, y - 0.4, random.NextDouble(2.8, 4.2), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));
    }
}
