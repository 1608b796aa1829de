using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A cactus with two arms and a flower, in a pot or on the ground.</summary>
internal sealed class Cactus : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        Material green = new(random.Pick(Ramp.Leaf, Ramp.Jade, Ramp.Lime, Ramp.Moss), Shade: Ramp.Teal), flower = new(random.Pick(Ramp.Rose, Ramp.Coral, Ramp.Lemon, Ramp.Orchid));
        bool pot = random.NextBool(0.55);
        double x = context.Axis, r = random.NextDouble(3.6, 4.6), top = random.NextDouble(-6.4, -5), foot = pot ? 4.6 : 7.4;
        foreach (double side in (double[])[-1, 1])
        {
            double elbow = random.NextDouble(-0.6, 2.4), rise = random.NextDouble(2.4, 5);
            context.Draw(new Stroke(1.5, 1.4, (x + (side * r), elbow), (x + (side * (r + 2.4)), elbow), (x + (side * (r + 2.6)), elbow - rise)), green);
        }

        if (random.NextBool(0.75))
        {
            foreach (double at in (double[])[-1.5, 1.5, 0]) context.Draw(new Ellipse(x + at, top - r + 1.2 - (at == 0 ? 0.8 : 0), 1.4, 1.3), flower);
        }

        int body = context.Draw(new Stroke(r, r, (x, top + 1), (x, foot)), green);
        for (double at = -r + 1.4; at < r; at += 2.2) context.Canvas.Paint(body, new Stroke(0.35, 0.35, (x + at, top - r), (x + at, foot + r)), green.Darker);
        Face.Draw(context, x, top + 3.2, random.NextDouble(2, 3), EyeExpression.Friendly, Mouth.Any(random), random.NextBool(0.5));
        if (!pot) return;
        Material clay = new(random.Pick(Ramp.Rust, Ramp.Caramel, Ramp.Azure, Ramp.Steel));
        int vessel = context.Draw(new Polygon((x - r - 0.8, 4), (x + r + 0.8, 4), (x + r - 0.4, 9), (x - r + 0.4, 9)), clay);
        context.Draw(new Stroke(0.9, 0.9, (x - r - 0.8, 4.2), (x + r + 0.8, 4.2)), clay with { Bias = 1 }, vessel);
    }
}
