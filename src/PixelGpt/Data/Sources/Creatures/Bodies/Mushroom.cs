using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A mushroom: a spotted cap on a stalk with a face.</summary>
internal sealed class Mushroom : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, cap = random.NextDouble(7, 8.8), high = random.NextDouble(4.6, 6), y = -2.4, stalk = random.NextDouble(3.8, 5);
        context.DrawPair(new Ellipse(x - (stalk * 0.5), 7.8, 2, 1.3), context.Colors.Second);
        int body = context.Draw(new Ellipse(x, 3.6, stalk, 4.6, random.NextDouble(0, 0.16)), context.Colors.Belly);
        if (random.NextBool(0.5)) context.DrawPair(new Stroke(1.2, 1.1, (x - stalk + 0.6, 4), (x - stalk - 1.4, random.NextDouble(3, 6))), context.Colors.Belly);
        if (random.NextBool(0.3)) context.Canvas.Paint(body, new Ellipse(x, 8, stalk, 2.4), context.Colors.Second);
        double tip = random.NextBool(0.35) ? random.NextDouble(1.5, 3.5) : 0;
        Material top = random.Pick(context.Colors.Body, context.Colors.Accent);
        int hat = context.Draw(new Ellipse(x, y - 0.6, cap * 0.84, high, random.NextDouble(0, 0.2)), top);
        context.Draw(new Stroke(1.5, 1.5, (x - cap + 1, y + 1.4), (x, y + 2.2), (x + cap - 1, y + 1.4)), top, hat);
        if (tip > 0)
        {
            context.Draw(new Polygon((x - 3.6, y - (high * 0.7)), (x + random.NextDouble(-2, 2), y - high - tip), (x + 3.6, y - (high * 0.7))), top, hat);
        }

        Material spot = top == context.Colors.Body ? context.Colors.Accent : context.Colors.Body;
        double r = random.NextDouble(1.1, 1.8);
        context.Canvas.PaintPair(hat, new Ellipse(x - (cap * 0.5), y - 0.4, r, r * 0.9), spot);
        context.Canvas.Paint(hat, new Ellipse(x, y - (high * 0.6), r, r), spot);
        if (random.NextBool(0.4)) context.Canvas.Paint(hat, new Stroke(0.6, 0.6, (x - cap, y + 2.4), (x, y + 3.2), (x + cap, y + 2.4)), spot);
        Face.Draw(context, x, 3.4, random.NextDouble(2.4, 3.4), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.5));
    }
}
