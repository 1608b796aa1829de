using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A flame, drop or cloud: layers of colour around a face.</summary>
internal sealed class Ember : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, r = random.NextDouble(5.4, 6.6), y = 2.4, lean = random.NextDouble(-2.4, 2.4), height = random.NextDouble(5, 7.5);
        (Ramp Outer, Ramp Inner, Ramp Core)[] kinds = [(Ramp.Crimson, Ramp.Tangerine, Ramp.Lemon),
            (Ramp.Tangerine, Ramp.Amber, Ramp.Lemon), (Ramp.Cobalt, Ramp.Azure, Ramp.Aqua), (Ramp.Plum, Ramp.Violet, Ramp.Orchid),
            (Ramp.Jade, Ramp.Lime, Ramp.Lemon), (Ramp.Azure, Ramp.Sky, Ramp.Snow)];
        (Ramp outer, Ramp inner, Ramp core) = random.Pick<(Ramp, Ramp, Ramp)>(kinds);
        var skin = new Material(outer, Texture.Dither);
        int body = context.Draw(new Ellipse(x, y, r, r * 0.95), skin);
        context.Draw(new Polygon((x - r + 0.5, y), (x - r + 0.4 + (lean * 0.2), y - 5), (x - 2.6, y - 4), (x + lean, y - r - height + 2),
            (x + 2.2, y - 4.6), (x + r - 0.6 + (lean * 0.3), y - random.NextDouble(5.5, 8)), (x + r - 0.4, y)), skin, body);
        context.Canvas.Paint(body, new Ellipse(x + (lean * 0.1), y + 1.4, r * 0.78, r * 0.8, 0.1), new Material(inner, Texture.Dither));
        context.Canvas.Paint(body, new Polygon((x - 2.6, y - 2), (x + (lean * 0.6), y - height + 0.5), (x + 2.6, y - 2)),
            new Material(inner, Texture.Dither));
        context.Canvas.Paint(body, new Ellipse(x, y + 2.6, r * 0.55, r * 0.5), new Material(core));
        if (random.NextBool(0.6)) context.DrawPair(new Stroke(1.3, 1, (x - r + 0.4, y + 1), (x - r - 2, y + random.NextDouble(-2, 2))), skin);
        if (random.NextBool(0.5)) context.DrawPair(new Ellipse(x - 2.6, y + r, 1.9, 1.2), new Material(outer));
        Face.Draw(context, x, y + 0.4, random.NextDouble(2.4, 3.6), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.3));
    }
}
