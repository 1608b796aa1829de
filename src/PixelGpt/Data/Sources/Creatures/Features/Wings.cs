using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>A pair of wings spread to both sides of a back. Drawn before the body.</summary>
internal sealed class Wings(Easel easel, double x, double y)
{
    private Dice Dice => easel.Dice;

    private Material Material => easel.Colors.Wing;

    /// <summary>Skin between fingers, as bats and dragons have it.</summary>
    public void Leather(double span)
    {
        double rise = Dice.Real(2.5, 5.5);
        int wings = easel.DrawPair(
            new Polygon((x - 1, y - 1), (x - (span * 0.55), y - rise), (x - span, y - (rise * 0.7)), (x - span - 0.6, y + 2.6),
                (x - (span * 0.72), y + 1.2), (x - (span * 0.6), y + 3.4), (x - (span * 0.4), y + 1.6), (x - 1, y + 3)), Material, x);
        Material bone = easel.Colors.Body;
        easel.Canvas.PaintPair(wings, new Stroke(0.55, 0.55, (x - 1, y), (x - (span * 0.55), y - rise), (x - span, y - (rise * 0.7))),
            bone, x);
        easel.Canvas.PaintPair(wings, new Stroke(0.5, 0.4, (x - (span * 0.5), y - rise + 1), (x - (span * 0.62), y + 3)), bone, x);
    }

    /// <summary>Rows of feathers.</summary>
    public void Feathered(double span)
    {
        double rise = Dice.Real(1, 4);
        int wings = easel.DrawPair(
            new Polygon((x - 1, y - 1.5), (x - (span * 0.6), y - rise - 0.5), (x - span - 0.5, y - rise), (x - span, y + 0.8),
                (x - (span * 0.8), y + 1), (x - (span * 0.75), y + 2.6), (x - (span * 0.5), y + 2.4), (x - (span * 0.4), y + 3.8),
                (x - 1, y + 2.5)), Material, x);
        easel.Canvas.PaintPair(wings, new Polygon((x - (span * 0.5), y + 0.3), (x - span - 1, y - (rise * 0.2)), (x - span - 1, y + 5),
            (x, y + 5)), Dice.Pick(easel.Colors.Accent, easel.Colors.Belly, Material.Far), x);
    }

    /// <summary>Four rounded ones, as butterflies have them, with eye spots.</summary>
    public void Butterfly(double span)
    {
        double upper = span * Dice.Real(0.5, 0.58), lower = span * Dice.Real(0.36, 0.48);
        int low = easel.DrawPair(new Ellipse(x - (span * 0.48), y + (lower * 1.1), lower, lower * 1.05),
            Dice.Pick(Material, easel.Colors.Accent), x);
        int high = easel.DrawPair(new Ellipse(x - (span * 0.55), y - (upper * 0.55), upper, upper * Dice.Real(0.75, 1)), Material, x);
        Material spot = Dice.Pick(easel.Colors.Accent, easel.Colors.Belly, easel.Colors.Body);
        double r = Dice.Real(1, 1.9);
        easel.Canvas.PaintPair(high, new Ellipse(x - (span * 0.65), y - (upper * 0.6), r, r), spot, x);
        if (Dice.Chance(0.6)) easel.Canvas.PaintPair(low, new Ellipse(x - (span * 0.5), y + (lower * 1.3), r * 0.8, r * 0.8), spot, x);
    }

    /// <summary>Thin and clear, as dragonflies have them.</summary>
    public void Gauze(double span)
    {
        var gauze = new Material(Dice.Pick(Ramp.Snow, Ramp.Aqua, Ramp.Sky), Texture.Dither);
        easel.DrawPair(new Stroke(0.9, 1.5, (x - 1, y), (x - span + 1, y + Dice.Real(0, 2.5))), gauze, x);
        easel.DrawPair(new Stroke(1, 1.9, (x - 1, y - 1), (x - span + 1.4, y - Dice.Real(2.5, 4.5))), gauze, x);
    }

    /// <summary>Any kind.</summary>
    public void Any(double span) => Dice.Pick<Action<double>>(Leather, Feathered, Butterfly, Gauze)(span);
}
