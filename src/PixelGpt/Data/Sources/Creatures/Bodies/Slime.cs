using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A drop of jelly with a wide foot, a highlight and something inside.</summary>
internal sealed class Slime : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(6.4, 8), ry = random.NextDouble(4.8, 6.4), y = 2.4, tip = random.NextDouble(0, 4);
        Material jelly = context.Colors.Body with { Texture = Texture.Smooth };
        if (random.NextBool(0.25)) new HeadParts(context, x, y, rx * 0.8, ry).Any();
        int body = context.Draw(new Ellipse(x, y, rx * 0.92, ry, 0.18), jelly);
        context.Draw(new Ellipse(x, y + ry - 1.4, rx, 2), jelly, body);
        if (tip > 1.6) context.Draw(new Polygon((x - 2.8, y - (ry * 0.75)), (x + random.NextDouble(-1.5, 1.5), y - ry - tip), (x + 2.8, y - (ry * 0.75))), jelly, body);
        context.Canvas.Paint(body, new Ellipse(x, y + (ry * 0.75), rx * 0.8, ry * 0.45), jelly with { Bias = 1 });
        for (int i = random.NextInt(0, 3); i > 0; i--)
        {
            double r = random.NextDouble(0.7, 1.3);
            context.Canvas.Paint(body, new Ellipse(x + random.NextDouble(-rx * 0.7, rx * 0.7), y + random.NextDouble(0, ry * 0.8), r, r), random.Pick(context.Colors.Accent, context.Colors.Belly));
        }

        context.Canvas.Paint(body, new Ellipse(x - (rx * 0.45), y - (ry * 0.55), 1.5, 0.9), jelly with { Bias = 3 });
        if (random.NextBool(0.35)) context.DrawPair(new Ellipse(x - rx - 0.4, y + ry - 1.2, 1.4, 1.1), jelly);
        Face.Draw(context, x, y - random.NextDouble(-0.6, 0.8), random.NextDouble(2.6, 4.4), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));
    }
}
