using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A small body between large wings: butterflies, dragonflies, fairies.</summary>
internal sealed class Moth : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, y = random.NextDouble(-0.5, 1), r = random.NextDouble(3.2, 4.2);
        var wings = new Wings(context, x, y);
        double span = random.NextDouble(8, 9.4);
        if (random.NextBool(0.6)) wings.Butterfly(span);
        else wings.Any(span);

        int tail = context.Draw(new Stroke(2.4, random.NextDouble(0.8, 1.8), (x, y + 1), (x, y + random.NextDouble(5.5, 7.5))), context.Colors.Body);
        for (double row = y + 2.6; row < 9; row += 2)
        {
            context.Canvas.Paint(tail, new Stroke(0.5, 0.5, (x - 4, row), (x + 4, row)), context.Colors.Accent);
        }

        var headParts = new HeadParts(context, x, y - 2.5, r, r * 0.9);
        random.Pick(headParts.Antennae, headParts.Antennae, headParts.Antennae, headParts.Horns, headParts.Fins, headParts.PointedEars)();
        int head = context.Draw(new Ellipse(x, y - 2.5, r, r * 0.9), random.Pick(context.Colors.Body, context.Colors.Body, context.Colors.Second));
        if (random.NextBool(0.3)) context.Draw(new Ellipse(x, y + 1.2, r * 0.9, 1.8), context.Colors.Belly);
        new Markings(context, head, x, y - 2.5, r, r).AnyHead();
        Face.Draw(context, x, y - 2.4, random.NextDouble(1.8, 2.6), EyeExpression.Small, random.Pick(Mouth.Tiny, Mouth.None, Mouth.Smile, Mouth.Fangs),
            random.NextBool(0.3));
    }
}
