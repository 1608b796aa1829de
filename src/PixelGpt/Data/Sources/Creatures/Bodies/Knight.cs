using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>A small fighter with helmet, shield and a weapon.</summary>
internal sealed class Knight : IBodyPlan
{
    public void Draw(DrawingContext context)
    {
        CreatureRandom random = context.Random;
        double x = context.Axis, head = -2.8, rx = random.NextDouble(4.4, 5.4), ry = random.NextDouble(4, 4.6), body = 4;
        Material metal = new(random.Pick(Ramp.Steel, Ramp.Steel, Ramp.Slate, Ramp.Amber, Ramp.Bark)), cloth = context.Colors.Body, skin = random.Pick(
            new Material(Ramp.Sand), new Material(Ramp.Caramel), new Material(Ramp.Blush), context.Colors.Belly, context.Colors.Accent);
        if (random.NextBool(0.4)) context.Draw(new Polygon((x - 3, 1), (x + 3, 1), (x + 5.4, 8), (x - 5.4, 8)), context.Colors.Accent.Darker);
        context.DrawPair(new Stroke(1.5, 1.4, (x - 1.9, body + 2.6), (x - 2, 7.6)), metal.Darker);
        context.DrawPair(new Ellipse(x - 2.3, 8.2, 1.9, 1.1), metal);
        int trunk = context.Draw(new Ellipse(x, body, 3.9, 3.7, 0.08, boxy: true), random.NextBool(0.5) ? cloth : metal);
        context.Canvas.Paint(trunk, new Stroke(0.6, 0.6, (x - 5, body + 1.8), (x + 5, body + 1.8)), new Material(Ramp.Bark));
        if (random.NextBool(0.5)) context.Canvas.Paint(trunk, new Polygon((x - 1.2, body - 4), (x + 1.2, body - 4), (x + 1.2, body + 4), (x - 1.2, body + 4)), context.Colors.Accent);
        context.DrawPair(new Stroke(1.5, 1.2, (x - 3.6, body - 1.6), (x - 5.2, body + 1)), cloth);
        context.DrawPair(new Ellipse(x - 4, body - 2.2, 1.9, 1.5), metal);

        int face = context.Draw(new Ellipse(x, head, rx, ry), skin);
        Face.Draw(context with { MayWearHat = false }, x, head + 0.8, random.NextDouble(2.4, 3.4), random.NextBool(0.3) ? EyeExpression.Wild : EyeExpression.Friendly,
            random.Pick(Mouth.Tiny, Mouth.Flat, Mouth.Smile, Mouth.None));
        Helmet(context, face, x, head, rx, ry, metal);
        Weapon(context, x - 6, body + 1);
        if (random.NextBool(0.6)) Shield(context, x + 5.4, body + 1.4, metal);
    }

    private static void Helmet(DrawingContext context, int face, double x, double y, double rx, double ry, Material metal)
    {
        CreatureRandom random = context.Random;
        void Open()
        {
            int helmet = context.Draw(new Polygon((x - rx - 0.5, y + 1), (x - rx - 0.3, y - (ry * 0.5)), (x - (rx * 0.6), y - ry - 0.4), (x, y - ry - 1), (x + (rx * 0.6), y - ry - 0.4),
                (x + rx + 0.3, y - (ry * 0.5)), (x + rx + 0.5, y + 1), (x + rx - 0.8, y + 1), (x + rx - 1, y - 1), (x, y - 1.8), (x - rx + 1, y - 1), (x - rx + 0.8, y + 1)), metal);
            context.Canvas.Paint(helmet, new Stroke(0.5, 0.5, (x, y - ry - 2), (x, y)), metal.Darker);
        }

        void Horned()
        {
            context.DrawPair(Stroke.Curve(1.3, 0.6, (x - rx + 0.6, y - (ry * 0.6)), (x - rx - 2.2, y - (ry * 0.6)), (x - rx - 1.6, y - ry - 2)), context.Colors.Horn);
            Open();
        }

        void Hair() => context.Canvas.Paint(face, new Polygon((x - 9, y - 9), (x + 9, y - 9), (x + 9, y - 0.6), (x + (rx * 0.4), y - 1.6), (x - (rx * 0.1), y - 0.8), (x - (rx * 0.5), y - 1.8), (x - 9, y - 0.4)),
            new Material(random.Pick(Ramp.Bark, Ramp.Lemon, Ramp.Rust, Ramp.Slate, Ramp.Rose, Ramp.Azure), Texture.Fur));

        random.Pick(Open, Open, Horned, Hair)();
        if (random.NextBool(0.35)) context.Draw(Stroke.Curve(1.1, 0.6, (x, y - ry - 0.4), (x + 0.6, y - ry - 3), (x + 3.4, y - ry - 2)), context.Colors.Accent);
    }

    private static void Weapon(DrawingContext context, double x, double y)
    {
        var wood = new Material(Ramp.Bark, Bias: 1);
        var blade = new Material(Ramp.Snow);
        void Sword()
        {
            context.Draw(new Polygon((x - 0.8, y), (x - 0.8, y - 6.6), (x, y - 7.8), (x + 0.8, y - 6.6), (x + 0.8, y)), blade);
            context.Draw(new Stroke(0.6, 0.6, (x - 1.8, y), (x + 1.8, y)), new Material(Ramp.Amber));
            context.Draw(new Stroke(0.6, 0.6, (x, y + 0.6), (x, y + 2.2)), wood);
        }

        void Axe()
        {
            context.Draw(new Stroke(0.6, 0.6, (x, y + 3.4), (x, y - 6)), wood);
            context.Draw(new Polygon((x - 0.4, y - 6.4), (x - 3, y - 6.8), (x - 3.2, y - 2.6), (x - 0.4, y - 3.4)), blade);
        }

        void Spear()
        {
            context.Draw(new Stroke(0.6, 0.6, (x, y + 4.4), (x, y - 6)), wood);
            context.Draw(new Polygon((x - 1.3, y - 6), (x, y - 9), (x + 1.3, y - 6), (x, y - 5)), blade);
        }

        context.Random.Pick(Sword, Sword, Axe, Spear, () => { })();
        context.Draw(new Ellipse(x + 0.4, y + 0.8, 1.2, 1.2), context.Colors.Body);
    }

    private static void Shield(DrawingContext context, double x, double y, Material metal)
    {
        int shield = context.Random.NextBool(0.5)
            ? context.Draw(new Ellipse(x, y, 2.7, 2.9), metal)
            : context.Draw(new Polygon((x - 2.5, y - 2.8), (x + 2.5, y - 2.8), (x + 2.4, y + 0.8), (x, y + 3.6), (x - 2.4, y + 0.8)), metal);
        context.Canvas.Paint(shield, new Ellipse(x, y, 1.7, 1.8), context.Colors.Accent);
        if (context.Random.NextBool(0.5)) context.Canvas.Paint(shield, new Stroke(0.5, 0.5, (x, y - 3), (x, y + 3)), metal);
    }
}
