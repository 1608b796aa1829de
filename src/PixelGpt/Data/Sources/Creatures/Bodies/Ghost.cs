using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A ghost: round at the top, ragged at the bottom, with glowing eyes.</summary>
internal sealed class Ghost : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(5.4, 7), ry = random.NextDouble(5.6, 6.8), y = -1.4, sway = random.NextDouble(-2.5, 2.5);
        if (random.NextBool(0.55)) new HeadParts(context, x, y, rx * 0.85, ry).Any();
        int body = context.Draw(new Ellipse(x, y, rx, ry), context.Colors.Body);
        int rags = random.NextInt(0, 2);
        if (rags == 0) context.Draw(Stroke.Curve(rx * 0.85, 0.8, (x, y + 1.5), (x, y + 7), (x + (sway * 1.6), y + 9.6)), context.Colors.Body, body);
        for (int i = 0; rags > 0 && i <= rags + 1; i++)
        {
            double at = x - (rx * 0.72) + (i * rx * 1.44 / (rags + 1));
            context.Draw(new Stroke(rx * 0.95 / (rags + 1), 0.8, (at, y + 2), (at + (sway * 0.5), y + random.NextDouble(6.6, 9.4))), context.Colors.Body, body);
        }

        var markings = new Markings(context, body, x, y, rx, ry);
        random.Pick(markings.Belly, markings.Cap, markings.Mask, markings.Spots, () => { }, () => { })();
        if (random.NextBool(0.65)) context.DrawPair(new Stroke(1.5, 1, (x - rx + 1.2, y + 2), (x - rx - 2, y + random.NextDouble(-2, 3.5))), context.Colors.Second);
        if (random.NextBool(0.1)) Face.DrawCyclopsEye(context, x, y);
        else Face.Draw(context, x, y, random.NextDouble(2.6, 4.4), EyeExpression.Eerie, Mouth.Any(random), random.NextBool(0.2));
    }
}
