using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A dome with tentacles: jellyfish, squid, octopuses.</summary>
internal sealed class Jelly : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, rx = random.NextDouble(5.6, 7.4), ry = random.NextDouble(4.8, 6), y = -2.2, length = random.NextDouble(5, 7), sway = random.NextDouble(-2, 2);
        Material arm = context.Colors.Second;
        if (random.NextBool(0.35)) new HeadParts(context, x, y, rx * 0.85, ry).Any();
        double r = random.NextDouble(0.9, 1.5);
        context.DrawPair(Stroke.Curve(r, r * 0.8, (x - (rx * 0.3), y + 3), (x - (rx * 0.3) - 1, y + 4 + (length * 0.5)),
            (x - (rx * 0.25) + (sway * 0.4), y + 4 + length)), arm.Darker);
        context.DrawPair(Stroke.Curve(r + 0.2, r * 0.8, (x - (rx * 0.65), y + 2), (x - (rx * 0.5) - sway, y + 3 + (length * 0.6)),
            (x - (rx * 0.8) - (sway * 0.5), y + 3.4 + (length * random.NextDouble(0.7, 1)))), arm);
        if (random.NextBool(0.5)) context.Draw(Stroke.Curve(r, r * 0.8, (x, y + 3), (x + sway, y + 6), (x, y + 4.5 + length)), arm);

        int dome = context.Draw(new Ellipse(x, y, rx, ry, random.NextDouble(-0.02, 0.18)), context.Colors.Body);
        if (random.NextBool(0.35))
        {
            context.Draw(new Polygon((x - 3.4, y - (ry * 0.75)), (x, y - ry - 4), (x + 3.4, y - (ry * 0.75))), context.Colors.Body, dome);
        }

        var markings = new Markings(context, dome, x, y, rx, ry);
        random.Pick(markings.Cap, markings.Spots, markings.Belly, markings.Stripes, markings.Back, () => { })();
        if (random.NextBool(0.4))
        {
            context.Draw(new Stroke(1.1, 1.1, (x - rx + 0.6, y + (ry * 0.65)), (x, y + ry - 0.2),
                (x + rx - 0.6, y + (ry * 0.65))), context.Colors.Accent);
        }

        Face.Draw(context, x, y + 0.6, random.NextDouble(3, 4.6), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.35));
    }
}
