using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A plump bird from the front: chicks, owls, penguins.</summary>
internal sealed class Chick : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(5.4, 7), ry = random.NextDouble(6.4, 7.6), y = 0.6;
        Crest(context, x, y, rx, ry);
        var foot = new Material(random.Pick(Ramp.Amber, Ramp.Tangerine, Ramp.Slate));
        context.DrawPair(new Ellipse(x - 2.4, y + ry + 0.3, 1.9, 1.3), foot);
        int body = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(0.02, 0.2)), context.Colors.Body);
        if (random.NextBool(0.6)) context.Canvas.Paint(body, new Ellipse(x, y + (ry * 0.5), rx * 0.72, ry * 0.62), context.Colors.Belly);
        var markings = new Markings(context, body, x, y - (ry * 0.35), rx, ry * 0.6);
        random.Pick(markings.Mask, markings.Mask, markings.Cap, markings.Blaze, () => { })();

        double lift = random.Pick(0.0, 0, 0, random.NextDouble(1.5, 5));
        int wings = context.DrawPair(Stroke.Curve(1.5, 1.4, (x - rx + 0.8, y), (x - rx - 0.6 - (lift * 0.3), y + 1.5 - lift),
            (x - rx - 0.4 - (lift * 0.5), y + 4 - (lift * 1.6))), context.Colors.Second);
        if (random.NextBool(0.5)) context.Canvas.PaintPair(wings, new Ellipse(x - rx - 1, y + 4 - lift, 3, 2), context.Colors.Accent);

        double eyes = y - (ry * 0.3);
        Face.Draw(context, x, eyes, random.NextDouble(3, 4.2), EyeExpression.Friendly, Mouth.None, random.NextBool(0.3));
        double beak = random.NextDouble(1.4, 2.2);
        context.Draw(new Polygon((x - beak, eyes + 0.6), (x + beak, eyes + 0.6), (x + 0.6, eyes + 1.8 + beak), (x - 0.6, eyes + 1.8 + beak)),
            new Material(random.Pick(Ramp.Amber, Ramp.Tangerine, Ramp.Lemon)));
    }

    private static void Crest(DrawingContext context, double x, double y, double rx, double ry)
    {
        var headParts = new HeadParts(context, x, y, rx * 0.8, ry);
        context.Random.Pick(headParts.PointedEars, headParts.Spikes, headParts.Sprout, headParts.Flame, headParts.Horn, () => { }, () => { })();
    }
}
