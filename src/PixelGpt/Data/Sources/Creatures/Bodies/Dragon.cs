using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>Horned, winged, with a heavy tail and a plated belly.</summary>
internal sealed class Dragon : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, body = 3.6, rx = random.NextDouble(3.8, 5), ry = random.NextDouble(4.2, 5), hx = random.NextDouble(4.2, 5.2), hy = random.NextDouble(3.6, 4.4),
            head = -3.4;
        var tails = new Tails(context, x + rx - 1, body + 2.4);
        random.Pick(tails.Thick, tails.Thick, tails.Barbed, tails.Burning, tails.Tufted)();
        var wings = new Wings(context, x, body - 2);
        if (random.NextBool(0.75)) wings.Leather(random.NextDouble(7.4, 9.2));
        else wings.Feathered(random.NextDouble(7.4, 9.2));

        context.DrawPair(new Ellipse(x - (rx * 0.72), body + ry - 0.6, 2.3, 2.4), context.Colors.Body);
        int claws = context.DrawPair(new Ellipse(x - (rx * 0.72) - 0.6, body + ry + 1, 2.3, 1.1), context.Colors.Body);
        context.Canvas.PaintPair(claws, new Ellipse(x - (rx * 0.72) - 2, body + ry + 1.2, 1.3, 1), context.Colors.Horn);
        int trunk = context.Draw(new Ellipse(x, body, rx, ry, 0.12), context.Colors.Body);
        new Markings(context, trunk, x, body, rx, ry).PlatedBelly();
        context.DrawPair(new Stroke(1.3, 1.1, (x - rx + 0.6, body - 1.4), (x - rx - 0.8, body + random.NextDouble(-0.4, 1.4))), context.Colors.Body);

        var headParts = new HeadParts(context, x, head, hx, hy);
        random.Pick(headParts.Horns, headParts.Horns, headParts.Horns, headParts.Spikes, headParts.Fins, headParts.SideEars)();
        if (random.NextBool(0.3)) headParts.Horn();
        int skull = context.Draw(new Ellipse(x, head, hx, hy, random.NextDouble(-0.05, 0.1)), context.Colors.Face);
        new Markings(context, skull, x, head, hx, hy).AnyHead();
        if (random.NextBool(0.7)) context.Draw(new Ellipse(x, head + 2.3, hx * 0.72, 1.9), random.Pick(context.Colors.Body, context.Colors.Belly));
        Face.Draw(context, x, head - 0.2, random.NextDouble(2.6, 3.6), random.NextBool(0.6) ? EyeExpression.Wild : EyeExpression.Friendly,
            random.Pick(Mouth.Flat, Mouth.Fangs, Mouth.Smile, Mouth.Laugh));
    }
}
