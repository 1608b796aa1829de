using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Patterns on a rounded part.</summary>
internal sealed class Markings(Easel easel, int part, double x, double y, double radiusX, double radiusY)
{
    private Canvas Canvas => easel.Canvas;

    private Dice Dice => easel.Dice;

    private Scheme Colors => easel.Colors;

    /// <summary>Any pattern, or none.</summary>
    public void Any() => Dice.Pick(Belly, Belly, Belly, PlatedBelly, Stripes, Spots, Back, Bib, Band, Ring, () => { })();

    /// <summary>Any pattern, and maybe another over it.</summary>
    public void Rich()
    {
        Any();
        if (Dice.Chance(0.4)) Sparse();
    }

    /// <summary>A pattern that leaves the middle free, or none.</summary>
    public void Sparse() => Dice.Pick(Stripes, Stripes, Spots, Spots, Back, Back, () => { })();

    public void Belly() => Canvas.Paint(
        part, new Ellipse(x, y + (radiusY * Dice.Real(0.2, 0.5)), radiusX * Dice.Real(0.5, 0.75), radiusY * Dice.Real(0.6, 0.85)),
            Colors.Belly);

    public void PlatedBelly()
    {
        Belly();
        for (double row = y - (radiusY * 0.3); row < y + radiusY; row += 2)
            Canvas.Paint(part, new Stroke(0.5, 0.5, (x - (radiusX * 0.5), row), (x + (radiusX * 0.5), row)), Colors.Belly.Far);
    }

    public void Stripes()
    {
        double row = y - (radiusY * Dice.Real(0.3, 0.6)), step = Dice.Real(2.1, 3), depth = Dice.Real(0.4, 0.75);
        for (int i = 0; i < 3; i++, row += step)
        {
            Canvas.PaintPair(part, new Polygon((x - radiusX - 1, row - 0.8), (x - (radiusX * (1 - depth)), row),
                (x - radiusX - 1, row + 0.9)), Colors.Accent, x);
        }
    }

    public void Spots()
    {
        bool paired = Dice.Chance(0.5);
        int count = paired ? Dice.Int(2, 3) : Dice.Int(3, 5);
        for (int i = 0; i < count; i++)
        {
            double r = Dice.Real(1, 1.8);
            var spot = new Ellipse(x - (radiusX * Dice.Real(0.1, 0.95)), y + (radiusY * Dice.Real(-0.85, 0.85)), r, r);
            if (paired) Canvas.PaintPair(part, spot, Colors.Accent, x);
            else Canvas.Paint(part, i % 2 == 0 ? spot : new Mirrored(spot, x), Colors.Accent);
        }
    }

    public void Back()
    {
        double edge = y - (radiusY * Dice.Real(0.3, 0.6));
        Canvas.Paint(part, new Polygon((x - radiusX - 2, y - radiusY - 2), (x + radiusX + 2, y - radiusY - 2), (x + radiusX + 2, edge + 1),
            (x, edge - 1), (x - radiusX - 2, edge + 1)), Dice.Pick(Colors.Accent, Colors.Second.Far));
    }

    public void Bib() => Canvas.Paint(
        part, new Polygon((x - (radiusX * 0.8), y - radiusY - 1), (x + (radiusX * 0.8), y - radiusY - 1),
            (x, y + (radiusY * Dice.Real(0.2, 0.7)))), Colors.Belly);

    public void Band() => Canvas.Paint(
        part, new Stroke(1, 1, (x - radiusX - 1, y + 1), (x, y + 1.4), (x + radiusX + 1, y + 1)), Colors.Accent);

    public void Ring()
    {
        double r = Math.Min(radiusX, radiusY) * Dice.Real(0.5, 0.65);
        double ry = y + (radiusY * 0.2);
        Canvas.Paint(part, new Ellipse(x, ry, r, r), Colors.Accent);
        Canvas.Paint(part, new Ellipse(x, ry, r - 1.1, r - 1.1), Colors.Belly);
    }

    /// <summary>On heads: a light muzzle.</summary>
    public void Muzzle() => Canvas.Paint(part,
        new Ellipse(x, y + (radiusY * 0.6), radiusX * Dice.Real(0.4, 0.65), radiusY * Dice.Real(0.35, 0.5)), Colors.Belly);

    /// <summary>On heads: patches around the eyes.</summary>
    public void Mask() => Canvas.PaintPair(
        part, new Ellipse(x - (radiusX * 0.5), y + (radiusY * 0.15), radiusX * Dice.Real(0.4, 0.5), radiusY * Dice.Real(0.4, 0.55)),
            Dice.Pick(Colors.Accent, Colors.Belly), x);

    /// <summary>On heads: another colour above.</summary>
    public void Cap() => Canvas.Paint(
        part, new Ellipse(x, y - radiusY, radiusX * Dice.Real(0.5, 1.1), radiusY * Dice.Real(0.5, 0.75)),
            Dice.Pick(Colors.Accent, Colors.Second));

    /// <summary>On heads: a stripe down the brow.</summary>
    public void Blaze() => Canvas.Paint(
        part, new Polygon((x - 1.8, y - radiusY - 1), (x + 1.8, y - radiusY - 1), (x + 0.6, y), (x - 0.6, y)), Colors.Belly);

    /// <summary>On heads: any, or none.</summary>
    public void AnyHead() => Dice.Pick(Muzzle, Muzzle, Mask, Cap, Cap, Blaze, () => { }, () => { }, () => { })();
}
