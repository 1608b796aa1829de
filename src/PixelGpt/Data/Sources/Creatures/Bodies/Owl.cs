using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>An upright bird with folded wings: owls and penguins.</summary>
internal sealed class Owl : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        bool penguin = random.NextBool(0.45);
        double x = context.Axis, rx = random.NextDouble(5, 6.2), ry = random.NextDouble(7, 7.8), y = 0.2, face = y - 2.6;
        var horn = new Material(random.Pick(Ramp.Amber, Ramp.Tangerine));
        context.DrawPair(new Ellipse(x - 2.2, 8.1, 1.9, 1), horn);
        if (!penguin) new HeadParts(context, x, y - 2, rx * 0.9, ry - 2.4).PointedEars();
        double lift = random.NextBool(0.3) ? random.NextDouble(-3.4, -1) : random.NextDouble(1, 3);
        if (lift < 0) context.DrawPair(Stroke.Curve(1.8, 1, (x - rx + 0.6, y + 0.4), (x - rx - 2, y), (x - rx - 2.6, y + lift)), context.Colors.Wing);
        int body = context.Draw(new Ellipse(x, y, rx, ry, 0.12), context.Colors.Body);
        context.Canvas.Paint(body, new Ellipse(x, y + 3.6, rx * 0.7, ry * 0.55), context.Colors.Belly);
        if (!penguin && random.NextBool(0.6))
        {
            for (double row = y + 2.4; row < y + 6; row += 1.7)
            {
                for (double at = -2.4; at <= 2.4; at += 2.4) context.Canvas.Paint(body, new Ellipse(x + at + (((int)(row * 10) & 1) == 0 ? 0.8 : 0), row, 0.6, 0.5), context.Colors.Belly.Darker.Darker);
            }
        }

        context.Canvas.PaintPair(body, new Ellipse(x - 2.3, face, 2.5, 2.6), random.Pick(context.Colors.Belly, context.Colors.Belly, context.Colors.Accent));
        if (lift >= 0) context.DrawPair(Stroke.Curve(1.5, 1, (x - rx + 0.4, y - 0.4), (x - rx - 1, y + 2), (x - rx + 0.6, y + 2.4 + lift)), context.Colors.Wing);
        Face.Draw(context, x, face, random.NextDouble(1.8, 2.6), EyeExpression.Friendly, Mouth.None, random.NextBool(0.3));
        context.Draw(new Polygon((x - 1.2, face + 1), (x + 1.2, face + 1), (x, face + 3)), horn);
    }
}
