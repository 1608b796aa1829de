using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A spider with a large abdomen above its head and angled legs.</summary>
internal sealed class Spider : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(4.2, 5.4), ry = random.NextDouble(3.8, 4.8), y = -1.6, head = y + ry + 1.2, reach = random.NextDouble(7.4, 8.8);
        Material leg = random.Pick(context.Colors.Second.Darker, context.Colors.Accent, new Material(Ramp.Slate));
        for (int i = 0; i < 4; i++)
        {
            double knee = head - 4.6 + (i * 1.9), foot = head - 3.4 + (i * 2.4), out0 = reach - (i == 0 || i == 3 ? 1.6 : 0);
            context.DrawPair(new Stroke(0.8, 0.55, (x - 2, head - 1.6 + (i * 0.7)), (x - (out0 * 0.7), knee - 1), (x - out0, foot + 0.6)), leg);
        }

        int body = context.Draw(new Ellipse(x, y, rx, ry, 0.06), context.Colors.Body);
        var markings = new Markings(context, body, x, y, rx, ry);
        random.Pick(markings.Ring, markings.Stripes, markings.Spots, markings.Belly, () => context.Canvas.PaintPair(body, new Polygon((x, y - 2.4), (x - 1.6, y - 3), (x, y), (x - 1.6, y + 2.6), (x, y + 2)), context.Colors.Accent))();
        double hx = random.NextDouble(3.8, 4.8), hy = random.NextDouble(3, 3.5);
        context.Draw(new Ellipse(x, head, hx, hy), context.Colors.Second);
        Face.Draw(context, x, head - 0.2, random.NextDouble(1.6, 2.6), random.NextBool(0.4) ? EyeExpression.Wild : EyeExpression.Friendly, random.Pick(Mouth.Fangs, Mouth.Fangs, Mouth.Smile, Mouth.Tiny));
    }
}
