using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A bird in profile, facing left, with its wing folded or raised.</summary>
internal sealed class Songbird : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = 1, y = random.NextDouble(1, 2), rx = random.NextDouble(5, 6), ry = random.NextDouble(3.8, 4.8), hx = -3.4, hy = random.NextDouble(-4.2, -2.6),
            r = random.NextDouble(3.7, 4.6);
        bool raised = random.NextBool(0.4);
        var horn = new Material(random.Pick(Ramp.Amber, Ramp.Tangerine, Ramp.Slate, Ramp.Lemon));
        if (raised) Wing(context, x + 1.6, y - 1, -1, context.Colors.Second.Darker);
        new Tails(context, x + rx - 0.5, y - 0.5).Feathers();
        context.Draw(new Stroke(0.8, 0.8, (x + 1.8, y + 2), (x + 1.8, 7.6), (x + 0.4, 8)), horn.Darker);
        context.Draw(new Stroke(0.8, 0.8, (x - 0.8, y + 2), (x - 0.8, 8), (x - 2.2, 8.3)), horn);
        new HeadParts(context, hx, hy, r, r * 0.9).Any();
        int body = context.Draw(new Ellipse(x, y, rx, ry), context.Colors.Body);
        context.Draw(new Stroke(r - 0.6, r, (x - 2, y), (hx, hy)), context.Colors.Body, body);
        context.Canvas.Paint(body, new Ellipse(x - 2.6, y + 2.4, rx * 0.75, ry * 0.8), context.Colors.Belly);
        new Markings(context, body, hx, hy, r, r).AnyHead();

        double beak = random.NextDouble(1.8, 3.2);
        context.Draw(new Polygon((hx - r + 1.2, hy - 0.8), (hx - r - beak, hy + random.NextDouble(0.6, 1.8)), (hx - r + 1.2, hy + 2.4)), horn);
        Wing(context, x + 1.8, y - 0.6, raised ? -1 : 1, context.Colors.Wing);
        Face.DrawEye(context, hx - 0.8, hy - 0.2, EyeExpression.Small);
    }

    private static void Wing(DrawingContext context, double x, double y, double down, Material material)
    {
        double reach = context.Random.NextDouble(3.6, 5);
        int wing = context.Draw(
            new Polygon((x - 3, y - (down * 0.6)), (x + 1.6, y - (down * 0.8)), (x + reach, y + (down * 1.6)),
                (x + reach - 1.4, y + (down * 2.6)), (x + reach - 1, y + (down * 3.8)), (x + 0.8, y + (down * 3.9)),
                (x - 1.8, y + (down * 2.2))), material);
        context.Canvas.Paint(wing, new Polygon((x + 1, y + (down * 1.4)), (x + 8, y - down), (x + 8, y + (down * 6)), (x, y + (down * 6))),
            context.Random.Pick(context.Colors.Accent, material.Darker));
    }
}
