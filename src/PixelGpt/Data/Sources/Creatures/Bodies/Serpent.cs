using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A snake: a neck that rises from coils.</summary>
internal sealed class Serpent : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double side = random.NextDouble(-0.6, 0.6), hx = -1.6 + side, hy = -4.6, r = random.NextDouble(3.6, 4.6), thick = random.NextDouble(2.1, 2.7);
        Tip(context, thick);
        int low = context.Draw(new Stroke(thick, thick, (-4.5, 6), (0.4, 6.8), (5.2, 5.6)), context.Colors.Body);
        int mid = context.Draw(Stroke.Curve(thick, thick, (5, 4.4), (0, 0.4), (-3.6, 3.4)), context.Colors.Body);
        int neck = context.Draw(Stroke.Curve(thick, thick - 0.2, (-3.6, 4.6), (4.4, 2), (hx, hy)), context.Colors.Body);
        bool belly = random.NextBool(0.65), bands = random.NextBool(0.4);
        if (belly) context.Canvas.Paint(neck, Stroke.Curve(1.3, 1.2, (-4.4, 5), (3.2, 2), (hx - 0.8, hy)), context.Colors.Belly);
        if (bands)
        {
            for (int i = 0; i < 4; i++)
            {
                foreach (int part in (int[])[low, mid])
                {
                    context.Canvas.Paint(part, new Ellipse(-4.6 + (i * 3), part == low ? 5.4 : 2, 0.9, 1.2), context.Colors.Accent);
                }
            }
        }

        var headParts = new HeadParts(context, hx, hy, r, r * 0.85);
        if (random.NextBool(0.25))
        {
            context.DrawPair(new Polygon((hx - 1, hy - 2), (hx - r - 2.4, hy + 1.4), (hx - r - 0.6, hy + 4.4),
                (hx - 1, hy + 5)), context.Colors.Accent, hx);
        }
        else headParts.Any();
        int head = context.Draw(new Ellipse(hx, hy, r, r * 0.85, random.NextDouble(-0.05, 0.15)), context.Colors.Face);
        new Markings(context, head, hx, hy, r, r).AnyHead();
        Face.Draw(context, hx - 0.4, hy - 0.2, random.NextDouble(2, 3.2), random.NextBool(0.5) ? EyeExpression.Wild : EyeExpression.Friendly,
            random.Pick(Mouth.Smile, Mouth.Flat, Mouth.Fangs, Mouth.Laugh, Mouth.Tiny), random.NextBool(0.15));
    }

    private static void Tip(DrawingContext context, double thick)
    {
        double x = context.Random.NextDouble(7, 8.6), y = context.Random.NextDouble(-1, 3);
        context.Draw(Stroke.Curve(thick * 0.8, 0.8, (4.4, 5.6), (x + 1, 5), (x, y)), context.Colors.Body);
        if (context.Random.NextBool(0.5)) context.Draw(new Ellipse(x, y - 0.5, 1.6, 1.9), context.Colors.Accent);
    }
}
