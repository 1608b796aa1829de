using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A row of segments, the first with a face.</summary>
internal sealed class Caterpillar : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        int count = random.NextInt(3, 4);
        double r = random.NextDouble(3, 3.8), arch = random.NextDouble(-3.4, 1), ground = 5.4;
        bool spikes = random.NextBool(0.4), feet = random.NextBool(0.7), alternate = random.NextBool(0.45);
        for (int i = count; i >= 1; i--)
        {
            double t = i / (double)count, size = r * (1 - (0.3 * t)), x = -4.2 + (12.4 * t),
                y = ground + r - size + (arch * 4 * t * (1 - t)) - (i == count ? random.NextDouble(0, 2.5) : 0);
            if (spikes)
            {
                context.Draw(new Polygon((x - 1.4, y - (size * 0.6)), (x + 0.4, y - size - 2.2), (x + 1.4, y - (size * 0.6))), context.Colors.Horn);
            }

            if (feet) context.Draw(new Ellipse(x - 0.4, y + size, 1.2, 1.2), context.Colors.Accent);
            int segment = context.Draw(new Ellipse(x, y, size, size), alternate && i % 2 == 1 ? context.Colors.Second : context.Colors.Body);
            if (random.NextBool(0.6)) context.Canvas.Paint(segment, new Ellipse(x, y + size, size, size * 0.8), context.Colors.Belly);
            else context.Canvas.Paint(segment, new Ellipse(x, y - 0.5, 1, 1), context.Colors.Accent);
        }

        double hr = random.NextDouble(4.2, 5), hx = -4.2, hy = ground - random.NextDouble(1.4, 5);
        if (ground - hy > 3) context.Draw(new Ellipse(hx + 0.6, ground + 0.2, r, r), context.Colors.Body);
        var headParts = new HeadParts(context, hx, hy, hr, hr * 0.92);
        random.Pick(headParts.Antennae, headParts.Antennae, headParts.Horns, headParts.Horn, headParts.Sprout, headParts.Spikes, headParts.Fins)();
        int head = context.Draw(new Ellipse(hx, hy, hr, hr * 0.92), random.Pick(context.Colors.Body, context.Colors.Body, context.Colors.Second));
        new Markings(context, head, hx, hy, hr, hr).AnyHead();
        Face.Draw(context, hx - 0.6, hy + 0.2, random.NextDouble(2.2, 3.4), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.4));
    }
}
