using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A small body between large wings: butterflies, dragonflies, fairies.</summary>
internal sealed class Moth : IBodyPlan
{
    public void Draw(DrawingContext e)
    {
        CreatureRandom random = e.Random;
        double x = e.Axis, y = random.NextDouble(-0.5, 1), r = random.NextDouble(3.2, 4.2);
        var wings = new Wings(e, x, y);
        double span = random.NextDouble(8, 9.4);
        if (random.NextBool(0.6)) wings.Butterfly(span);
        else wings.Any(span);

        int tail = e.Draw(new Stroke(2.4, random.NextDouble(0.8, 1.8), (x, y + 1), (x, y + random.NextDouble(5.5, 7.5))), e.Colors.Body);
        for (double row = y + 2.6; row < 9; row += 2)
        {
            e.Canvas.Paint(tail, new Stroke(0.5, 0.5, (x - 4, row), (x + 4, row)), e.Colors.Accent);
        }

        var headParts = new HeadParts(e, x, y - 2.5, r, r * 0.9);
        random.Pick(headParts.Antennae, headParts.Antennae, headParts.Antennae, headParts.Horns, headParts.Fins, headParts.PointedEars)();
        int head = e.Draw(new Ellipse(x, y - 2.5, r, r * 0.9), random.Pick(e.Colors.Body, e.Colors.Body, e.Colors.Second));
        if (random.NextBool(0.3)) e.Draw(new Ellipse(x, y + 1.2, r * 0.9, 1.8), e.Colors.Belly);
        new Markings(e, head, x, y - 2.5, r, r).AnyHead();
        Face.Draw(e, x, y - 2.4, random.NextDouble(1.8, 2.6), EyeExpression.Small, random.Pick(Mouth.Tiny, Mouth.None, Mouth.Smile, Mouth.Fangs),
            random.NextBool(0.3));
    }
}
