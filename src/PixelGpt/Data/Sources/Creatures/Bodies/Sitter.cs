using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A mammal that sits upright with its tail to one side: cats, foxes, dogs.</summary>
internal sealed class Sitter : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, headX = random.NextDouble(5, 6.2), headY = random.NextDouble(4, 4.8), head = -3.2, body = 4.4;
        new Tails(context, x + 3.2, body + 2.2).Any();
        context.DrawPair(new Ellipse(x - 3.2, body + 2.3, 2.4, 2.3), context.Colors.Body);
        int trunk = context.Draw(new Ellipse(x, body, 4.1, 4.6, 0.15), context.Colors.Body);
        new Markings(context, trunk, x, body - 1, 4, 4).Rich();
        if (random.NextBool(0.3)) context.Draw(new Ellipse(x, body - 2, 4.6, 2.4), random.Pick(context.Colors.Belly, context.Colors.Accent));
        context.DrawPair(new Stroke(1.3, 1.1, (x - 1.5, body), (x - 1.6, body + 3.6)), context.Colors.Second);

        var headParts = new HeadParts(context, x, head, headX, headY);
        headParts.Ears();
        int face = context.Draw(new Ellipse(x, head, headX, headY, random.NextDouble(0, 0.14)), context.Colors.Face);
        if (random.NextBool(0.3))
        {
            context.DrawPair(new Polygon((x - (headX * 0.5), head), (x - headX - 1.6, head + 2.2),
                (x - (headX * 0.4), head + headY)), context.Colors.Body);
        }

        new Markings(context, face, x, head, headX, headY).AnyHead();
        Face.Draw(context, x, head + 0.3, random.NextDouble(3, 4.4), EyeExpression.Friendly,
            random.Pick(Mouth.Cat, Mouth.Snout, Mouth.Nose, Mouth.Smile, Mouth.Laugh, Mouth.Fangs), random.NextBool(0.3));
    }
}
