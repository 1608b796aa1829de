using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A small figure in robe and hat.</summary>
internal sealed class Mage : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, head = -1.4, rx = random.NextDouble(4.4, 5.4), ry = random.NextDouble(3.7, 4.4);
        if (random.NextBool(0.2)) new Wings(context, x, 3).Any(8.4);
        context.DrawPair(new Ellipse(x - 2, 8.4, 1.7, 1.1), context.Colors.Accent);
        double hem = random.NextDouble(4.4, 6.4);
        int robe = context.Draw(new Polygon((x - 2.4, 1), (x + 2.4, 1), (x + hem, 8.4), (x + (hem * 0.5), 7.9), (x, 8.6), (x - (hem * 0.5), 7.9),
            (x - hem, 8.4)), context.Colors.Body);
        random.Pick(
            () => context.Canvas.Paint(robe, new Stroke(0.8, 0.8, (x - hem - 1, 7.8), (x + hem + 1, 7.8)), context.Colors.Accent),
            () => context.Canvas.Paint(robe, new Polygon((x - 1, 1), (x + 1, 1), (x + 1.8, 9), (x - 1.8, 9)), context.Colors.Belly),
            () => context.Canvas.Paint(robe, new Stroke(0.8, 0.8, (x - 6, 4.6), (x + 6, 4.6)), context.Colors.Accent))();
        double lift = random.NextDouble(-3, 2);
        context.DrawPair(new Stroke(1.4, 1.3, (x - 3, 3), (x - 5.6, 4.4 + lift)), context.Colors.Body);
        if (random.NextBool(0.3)) Staff(context, x + 7, lift);

        var skin = random.Pick(context.Colors.Belly, new Material(Ramp.Sand), new Material(Ramp.Slate), context.Colors.Second);
        if (random.NextBool(0.4)) new HeadParts(context, x, head, rx, ry).SideEars();
        int face = context.Draw(new Ellipse(x, head, rx, ry), skin);
        Face.Draw(context with { MayWearHat = false }, x, head + 0.9, random.NextDouble(2.4, 3.4), random.NextBool(0.2) ? EyeExpression.Eerie : EyeExpression.Friendly,
            random.Pick(Mouth.Tiny, Mouth.Smile, Mouth.None, Mouth.Flat), random.NextBool(0.4));
        Hat(context, face, x, head, rx, ry);
    }

    private static void Hat(DrawingContext context, int face, double x, double head, double rx, double ry)
    {
        CreatureRandom random = context.Random;
        double brim = head - (ry * 0.35), tip = random.NextDouble(-3, 3), height = random.NextDouble(4, 6);
        void Pointed()
        {
            int hat = context.Draw(new Polygon((x - rx + 0.6, brim), (x + tip, brim - height - 1.5), (x + rx - 0.6, brim)), context.Colors.Body);
            context.Canvas.Paint(hat, new Stroke(0.8, 0.8, (x - rx, brim - 1.6), (x + rx, brim - 1.6)), context.Colors.Accent);
            context.Draw(new Stroke(1.1, 1.1, (x - rx - 1, brim), (x + rx + 1, brim)), context.Colors.Body, hat);
        }

        void Hood()
        {
            context.Canvas.Paint(face, new Polygon((x - 9, head - 9), (x + 9, head - 9), (x + 9, head - 1), (x + 2, head - 1.6), (x, head - 3),
                (x - 2, head - 1.6), (x - 9, head - 1)), context.Colors.Accent);
            context.DrawPair(new Polygon((x - (rx * 0.5), head - ry + 0.6), (x - rx - 1.2, head + 0.6), (x - rx + 0.4, head + ry + 1),
                (x - rx + 1, head)), context.Colors.Accent);
        }

        void Helmet()
        {
            int helmet = context.Draw(new Polygon((x - rx - 0.4, head - 0.6), (x - (rx * 0.8), head - ry), (x, head - ry - 1.6),
                (x + (rx * 0.8), head - ry), (x + rx + 0.4, head - 0.6)), new Material(random.Pick(Ramp.Steel, Ramp.Slate, Ramp.Amber)));
            context.Draw(new Polygon((x - 0.9, head - ry), (x + random.NextDouble(-1, 2), head - ry - height), (x + 1.6, head - ry)), context.Colors.Accent);
            context.Canvas.Paint(helmet, new Stroke(0.6, 0.6, (x, head - ry - 2), (x, head)), context.Colors.Accent);
        }

        random.Pick(Pointed, Pointed, Hood, Hood, Helmet)();
    }

    private static void Staff(DrawingContext context, double x, double lift)
    {
        context.Draw(new Stroke(0.7, 0.7, (x, 8), (x, -2 + lift)), new Material(Ramp.Bark, Bias: 1));
        context.Draw(new Ellipse(x, -2.6 + lift, 1.5, 1.5), context.Colors.Accent);
        context.Draw(new Ellipse(x - 1, 4.4 + lift, 1.3, 1.3), context.Colors.Body);
    }
}
