using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A creature half out of its egg.</summary>
internal sealed class Hatchling : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(5.2, 6.2), ry = random.NextDouble(5, 5.8), y = -1.4, egg = 3.4, width = random.NextDouble(6.2, 7.2);
        if (random.NextBool(0.25)) new Wings(context, x, 1).Any(9);
        new HeadParts(context, x, y, rx, ry).Any();
        int head = context.Draw(new Ellipse(x, y, rx, ry), context.Colors.Face);
        new Markings(context, head, x, y, rx, ry).AnyHead();
        if (random.NextBool(0.2)) context.Draw(new Ellipse(x, y - ry + 0.6, 3.6, 2), context.Colors.Belly);
        Face.Draw(context, x, y - 0.4, random.NextDouble(2.8, 4), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));

        Material shell = random.Pick(context.Colors.Belly, new Material(Ramp.Ivory, Texture.Dither), new Material(Ramp.Snow));
        double teeth = random.NextDouble(0.8, 1.8);
        int cup = context.Draw(Cup(x, egg, width, teeth), shell);
        new Markings(context, cup, x, egg + 2, width, 4).Spots();
        if (random.NextBool(0.6)) context.DrawPair(new Ellipse(x - width + 1.4, egg - 0.4, 1.5, 1.5), context.Colors.Second);
        context.DrawPair(new Ellipse(x - 2.6, 8.4, 1.9, 1.1), context.Colors.Body);
    }

    /// <summary>Creates the lower half of an egg with a zigzag edge.</summary>
    private static Polygon Cup(double x, double y, double width, double teeth)
    {
        double step = width / 3;
        var corners = new List<(double X, double Y)>();
        for (int i = 0; i <= 6; i++) corners.Add((x - width + (i * step), i % 2 == 0 ? y - teeth : y + teeth));
        corners.AddRange([(x + (width * 0.92), y + 3), (x + (width * 0.6), y + 4.8), (x + (width * 0.2), y + 5.4),
            (x - (width * 0.2), y + 5.4), (x - (width * 0.6), y + 4.8), (x - (width * 0.92), y + 3)]);
        return new Polygon([.. corners]);
    }
}
