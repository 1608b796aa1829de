using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A skeleton with a large skull and ribs.</summary>
internal sealed class Skeleton : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Material bone = new(random.Pick(Ramp.Ivory, Ramp.Ivory, Ramp.Snow, Ramp.Sand), Shade: random.NextBool(0.5) ? Ramp.Steel : null);
        double x = context.Axis, rx = random.NextDouble(5, 6), ry = random.NextDouble(4.2, 4.8), head = -3.2, body = 4;
        if (random.NextBool(0.45)) context.Draw(new Polygon((x - 3, 0.6), (x + 3, 0.6), (x + random.NextDouble(4, 6), 8.4), (x - random.NextDouble(4, 6), 8.4)), context.Colors.Body);
        context.DrawPair(new Stroke(0.8, 0.8, (x - 1.4, body + 2.4), (x - 1.7, 7.6)), bone);
        context.DrawPair(new Ellipse(x - 2.1, 8.2, 1.6, 0.9), bone);
        context.Draw(new Stroke(0.8, 0.8, (x, 0), (x, body + 2)), bone.Darker);
        context.Draw(new Ellipse(x, body + 2.4, 2.2, 1.2), bone);
        int ribs = context.Draw(new Ellipse(x, body - 0.4, 3.3, 2.3), bone);
        for (double row = body - 1.6; row < body + 2; row += 1.5) context.Canvas.Paint(ribs, new Stroke(0.4, 0.4, (x - 2.6, row), (x + 2.6, row)), new Material(Ramp.Slate, Bias: -1));
        double lift = random.NextDouble(-3, 2);
        context.DrawPair(new Stroke(0.7, 0.7, (x - 3.2, body - 1.6), (x - 4.8, body), (x - 5.4, body + lift)), bone);
        context.DrawPair(new Ellipse(x - 5.5, body + lift, 1.1, 1.1), bone);
        context.Draw(new Ellipse(x, head + 2.8, rx * 0.62, 2.2, 0, boxy: true), bone);
        context.Draw(new Ellipse(x, head, rx, ry), bone);
        Face.Draw(context, x, head + 0.6, random.NextDouble(2, 2.8), EyeExpression.Eerie, random.Pick(Mouth.Grin, Mouth.Grin, Mouth.Nose));
    }
}
