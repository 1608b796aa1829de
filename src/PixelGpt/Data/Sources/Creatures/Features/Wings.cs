using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>A pair of spread wings. Drawn before the body.</summary>
internal sealed class Wings(DrawingContext context, double x, double y)
{
    private CreatureRandom Random => context.Random;

    private Material Material => context.Colors.Wing;

    /// <summary>Draws wings of skin between fingers, as of bats and dragons.</summary>
    public void Leather(double span)
    {
        double rise = Random.NextDouble(2.5, 5.5);
        int wings = context.DrawPair(
            new Polygon((x - 1, y - 1), (x - (span * 0.55), y - rise), (x - span, y - (rise * 0.7)), (x - span - 0.6, y + 2.6),
                (x - (span * 0.72), y + 1.2), (x - (span * 0.6), y + 3.4), (x - (span * 0.4), y + 1.6), (x - 1, y + 3)), Material, x);
        Material bone = context.Colors.Body;
        context.Canvas.PaintPair(wings, new Stroke(0.55, 0.55, (x - 1, y), (x - (span * 0.55), y - rise), (x - span, y - (rise * 0.7))),
            bone, x);
        context.Canvas.PaintPair(wings, new Stroke(0.5, 0.4, (x - (span * 0.5), y - rise + 1), (x - (span * 0.62), y + 3)), bone, x);
    }

    /// <summary>Draws feathered wings.</summary>
    public void Feathered(double span)
    {
        double rise = Random.NextDouble(1, 4);
        int wings = context.DrawPair(
            new Polygon((x - 1, y - 1.5), (x - (span * 0.6), y - rise - 0.5), (x - span - 0.5, y - rise), (x - span, y + 0.8),
                (x - (span * 0.8), y + 1), (x - (span * 0.75), y + 2.6), (x - (span * 0.5), y + 2.4), (x - (span * 0.4), y + 3.8),
                (x - 1, y + 2.5)), Material, x);
        context.Canvas.PaintPair(wings, new Polygon((x - (span * 0.5), y + 0.3), (x - span - 1, y - (rise * 0.2)), (x - span - 1, y + 5),
            (x, y + 5)), Random.Pick(context.Colors.Accent, context.Colors.Belly, Material.Darker), x);
    }

    /// <summary>Draws four rounded wings with eye spots, as of butterflies.</summary>
    public void Butterfly(double span)
    {
        double upper = span * Random.NextDouble(0.5, 0.58), lower = span * Random.NextDouble(0.36, 0.48);
        int low = context.DrawPair(new Ellipse(x - (span * 0.48), y + (lower * 1.1), lower, lower * 1.05),
            Random.Pick(Material, context.Colors.Accent), x);
        int high = context.DrawPair(new Ellipse(x - (span * 0.55), y - (upper * 0.55), upper, upper * Random.NextDouble(0.75, 1)), Material, x);
        Material spot = Random.Pick(context.Colors.Accent, context.Colors.Belly, context.Colors.Body);
        double r = Random.NextDouble(1, 1.9);
        context.Canvas.PaintPair(high, new Ellipse(x - (span * 0.65), y - (upper * 0.6), r, r), spot, x);
        if (Random.NextBool(0.6)) context.Canvas.PaintPair(low, new Ellipse(x - (span * 0.5), y + (lower * 1.3), r * 0.8, r * 0.8), spot, x);
    }

    /// <summary>Draws thin transparent wings, as of dragonflies.</summary>
    public void Gauze(double span)
    {
        var gauze = new Material(Random.Pick(Ramp.Snow, Ramp.Aqua, Ramp.Sky), Texture.Dither);
        context.DrawPair(new Stroke(0.9, 1.5, (x - 1, y), (x - span + 1, y + Random.NextDouble(0, 2.5))), gauze, x);
        context.DrawPair(new Stroke(1, 1.9, (x - 1, y - 1), (x - span + 1.4, y - Random.NextDouble(2.5, 4.5))), gauze, x);
    }

    /// <summary>Draws any of the wings.</summary>
    public void Any(double span) => Random.Pick<Action<double>>(Leather, Feathered, Butterfly, Gauze)(span);
}
