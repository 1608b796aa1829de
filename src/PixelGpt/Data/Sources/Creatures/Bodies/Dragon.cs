using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>Horned, winged, with a heavy tail and a plated belly.</summary>
internal sealed class Dragon : IBodyPlan
{
    public void Draw(DrawingContext e)
    {
        CreatureRandom random = e.Random;
        double x = e.Axis, body = 3.6, rx = random.NextDouble(3.8, 5), ry = random.NextDouble(4.2, 5), hx = random.NextDouble(4.2, 5.2), hy = random.NextDouble(3.6, 4.4),
            head = -3.4;
        var tails = new Tails(e, x + rx - 1, body + 2.4);
        random.Pick(tails.Thick, tails.Thick, tails.Barbed, tails.Burning, tails.Tufted)();
        var wings = new Wings(e, x, body - 2);
        if (random.NextBool(0.75)) wings.Leather(random.NextDouble(7.4, 9.2));
        else wings.Feathered(random.NextDouble(7.4, 9.2));

        e.DrawPair(new Ellipse(x - (rx * 0.72), body + ry - 0.6, 2.3, 2.4), e.Colors.Body);
        int claws = e.DrawPair(new Ellipse(x - (rx * 0.72) - 0.6, body + ry + 1, 2.3, 1.1), e.Colors.Body);
        e.Canvas.PaintPair(claws, new Ellipse(x - (rx * 0.72) - 2, body + ry + 1.2, 1.3, 1), e.Colors.Horn);
        int trunk = e.Draw(new Ellipse(x, body, rx, ry, 0.12), e.Colors.Body);
        new Markings(e, trunk, x, body, rx, ry).PlatedBelly();
        e.DrawPair(new Stroke(1.3, 1.1, (x - rx + 0.6, body - 1.4), (x - rx - 0.8, body + random.NextDouble(-0.4, 1.4))), e.Colors.Body);

        var headParts = new HeadParts(e, x, head, hx, hy);
        random.Pick(headParts.Horns, headParts.Horns, headParts.Horns, headParts.Spikes, headParts.Fins, headParts.SideEars)();
        if (random.NextBool(0.3)) headParts.Horn();
        int skull = e.Draw(new Ellipse(x, head, hx, hy, random.NextDouble(-0.05, 0.1)), e.Colors.Face);
        new Markings(e, skull, x, head, hx, hy).AnyHead();
        if (random.NextBool(0.7)) e.Draw(new Ellipse(x, head + 2.3, hx * 0.72, 1.9), random.Pick(e.Colors.Body, e.Colors.Belly));
        Face.Draw(e, x, head - 0.2, random.NextDouble(2.6, 3.6), random.NextBool(0.6) ? EyeExpression.Wild : EyeExpression.Friendly,
            random.Pick(Mouth.Flat, Mouth.Fangs, Mouth.Smile, Mouth.Laugh));
    }
}
