using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A fish in profile, facing left.</summary>
internal sealed class Fish : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double rx = random.NextDouble(5.6, 7), ry = random.NextDouble(3.8, 6.2), x = -1.6, y = 0.8;
        Material fin = random.Pick(context.Colors.Accent, context.Colors.Second, context.Colors.Wing);
        double tail = x + rx - 1, fork = random.NextDouble(-0.5, 2.4), spread = random.NextDouble(3.2, 4.8);
        context.Draw(new Polygon((tail - 1, y - 1), (tail + 4.6, y - spread), (tail + 4 - fork, y), (tail + 4.6, y + spread - 0.6),
            (tail - 1, y + 1)), fin);
        double height = random.NextDouble(2.6, 4.6);
        context.Draw(new Polygon((x - (rx * 0.55), y - (ry * 0.6)), (x - (rx * 0.2), y - ry - height), (x + 1, y - ry - (height * 0.55)),
            (x + 2.4, y - ry - (height * 0.8)), (x + (rx * 0.7), y - (ry * 0.4))), fin);
        if (random.NextBool(0.7))
        {
            context.Draw(new Polygon((x - 1, y + (ry * 0.6)), (x + 1.6, y + ry + random.NextDouble(1.5, 2.8)), (x + 3, y + (ry * 0.5))), fin);
        }

        int body = context.Draw(new Ellipse(x, y, rx, ry), context.Colors.Body);
        Patterns(context, body, x, y, rx, ry);
        context.Draw(new Polygon((x + 0.5, y + 0.4), (x + 4.2, y + random.NextDouble(-0.5, 2.2)), (x + 3.4, y + 3.6), (x + 0.8, y + 2.2)), fin);
        Extras(context, x, y, rx, ry);
        Face.DrawEye(context, x - (rx * 0.5), y - 0.8, EyeExpression.Small);
        Face.DrawMouth(context, x - (rx * 0.72), y + 1.6, random.Pick(Mouth.Flat, Mouth.Smile, Mouth.Tiny, Mouth.Laugh, Mouth.Fangs));
    }

    private static void Patterns(DrawingContext context, int body, double x, double y, double rx, double ry)
    {
        CreatureRandom random = context.Random;
        if (random.NextBool(0.7)) context.Canvas.Paint(body, new Ellipse(x - 1, y + ry, rx, ry * random.NextDouble(0.6, 1)), context.Colors.Belly);
        double first = x + random.NextDouble(-2, 0), width = random.NextDouble(0.7, 1.2);
        void Bands()
        {
            for (int i = 0; i < 3; i++)
            {
                context.Canvas.Paint(body,
                    new Stroke(width, width, (first + (i * 3.2), y - ry), (first + 0.6 + (i * 3.2), y), (first + (i * 3.2), y + ry)),
                    context.Colors.Accent);
            }
        }

        var markings = new Markings(context, body, x + 1, y - 1, rx, ry);
        random.Pick(Bands, markings.Spots, markings.Back, () => { })();
    }

    private static void Extras(DrawingContext context, double x, double y, double rx, double ry)
    {
        CreatureRandom random = context.Random;
        void Lantern()
        {
            context.Draw(Stroke.Curve(0.75, 0.7, (x - 1, y - ry + 0.5), (x - 1.5, y - ry - 4), (x - rx, y - ry - 2)), context.Colors.Body.Darker);
            context.Draw(new Ellipse(x - rx, y - ry - 1.2, 1.5, 1.5), new Material(Ramp.Lemon));
        }

        void Whiskers() => context.Draw(Stroke.Curve(0.7, 0.7, (x - rx + 1, y + 2), (x - rx - 1, y + 3), (x - rx - 0.4, y + 5)), context.Colors.Accent);
        void Sword() => context.Draw(new Polygon((x - rx + 1, y - 1.2), (x - rx - 4, y - random.NextDouble(0, 2)), (x - rx + 1, y + 1.2)), context.Colors.Horn);
        random.Pick(Lantern, Whiskers, Sword, () => { }, () => { }, () => { })();
    }
}
