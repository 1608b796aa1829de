using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A sitting frog with its eyes on top of a wide head.</summary>
internal sealed class Frog : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(6.2, 7.4), ry = random.NextDouble(3.8, 4.6), y = -0.8, r = random.NextDouble(2.2, 2.8);
        Material skin = context.Colors.Body;
        context.DrawPair(new Ellipse(x - 5.4, 5, 2.9, 3), skin.Darker);
        context.DrawPair(new Ellipse(x - 6, 7.9, 2.5, 1), context.Colors.Second);
        int trunk = context.Draw(new Ellipse(x, 4.6, 4.9, 3.8), skin);
        context.Canvas.Paint(trunk, new Ellipse(x, 5.6, 3.4, 3.4), context.Colors.Belly);
        context.DrawPair(new Stroke(1.2, 1, (x - 2.8, 3.6), (x - 2.6, 7.4)), skin);
        context.DrawPair(new Ellipse(x - 2.8, 8, 1.7, 0.9), context.Colors.Second);

        int head = context.Draw(new Ellipse(x, y, rx, ry, 0.05), context.Colors.Face);
        context.DrawPair(new Ellipse(x - (rx * 0.55), y - ry + 0.4, r, r), context.Colors.Face);
        context.Canvas.Paint(head, new Ellipse(x, y + ry, rx, ry * 0.75), context.Colors.Belly);
        if (random.NextBool(0.5)) new Markings(context, head, x, y, rx, ry).Spots();
        Face.DrawMouth(context, x, y + 1, random.Pick(Mouth.Smile, Mouth.Flat, Mouth.Laugh, Mouth.Cat));
        foreach (double side in (double[])[-1, 1]) Face.DrawEye(context, x + (side * rx * 0.55), y - ry + 0.4, EyeExpression.Small);
        if (random.NextBool(0.2)) context.Draw(new Ellipse(x, y - ry - 0.2, 1.6, 1.2), new Material(Ramp.Leaf));
    }
}
