using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A mammal that sits upright with its tail to one side: cats, foxes, dogs.</summary>
internal sealed class Sitter : IBodyPlan
{
    public void Draw(DrawingContext e)
    {
        CreatureRandom random = e.Random;
        double x = e.Axis, headX = random.NextDouble(5, 6.2), headY = random.NextDouble(4, 4.8), head = -3.2, body = 4.4;
        new Tails(e, x + 3.2, body + 2.2).Any();
        e.DrawPair(new Ellipse(x - 3.2, body + 2.3, 2.4, 2.3), e.Colors.Body);
        int trunk = e.Draw(new Ellipse(x, body, 4.1, 4.6, 0.15), e.Colors.Body);
        new Markings(e, trunk, x, body - 1, 4, 4).Rich();
        if (random.NextBool(0.3)) e.Draw(new Ellipse(x, body - 2, 4.6, 2.4), random.Pick(e.Colors.Belly, e.Colors.Accent));
        e.DrawPair(new Stroke(1.3, 1.1, (x - 1.5, body), (x - 1.6, body + 3.6)), e.Colors.Second);

        var headParts = new HeadParts(e, x, head, headX, headY);
        headParts.Ears();
        int face = e.Draw(new Ellipse(x, head, headX, headY, random.NextDouble(0, 0.14)), e.Colors.Face);
        if (random.NextBool(0.3))
        {
            e.DrawPair(new Polygon((x - (headX * 0.5), head), (x - headX - 1.6, head + 2.2),
                (x - (headX * 0.4), head + headY)), e.Colors.Body);
        }

        new Markings(e, face, x, head, headX, headY).AnyHead();
        Face.Draw(e, x, head + 0.3, random.NextDouble(3, 4.4), EyeExpression.Friendly,
            random.Pick(Mouth.Cat, Mouth.Snout, Mouth.Nose, Mouth.Smile, Mouth.Laugh, Mouth.Fangs), random.NextBool(0.3));
    }
}
