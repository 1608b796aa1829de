using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Patterns on a round part.</summary>
internal sealed class Markings(DrawingContext context, int part, double x, double y, double radiusX, double radiusY)
{
    private Canvas Canvas => context.Canvas;

    private CreatureRandom Random => context.Random;

    private ColorScheme Colors => context.Colors;

    /// <summary>Paints any pattern, or none.</summary>
    public void Any() => Random.Pick(Belly, Belly, Belly, PlatedBelly, Stripes, Spots, Back, Bib, Band, Ring, () => { })();

    /// <summary>Paints any pattern, possibly with a second one over it.</summary>
    public void Rich()
    {
        Any();
        if (Random.NextBool(0.4)) Sparse();
    }

    /// <summary>Paints a pattern that leaves the centre free, or none.</summary>
    public void Sparse() => Random.Pick(Stripes, Stripes, Spots, Spots, Back, Back, () => { })();

    public void Belly() => Canvas.Paint(
        part, new Ellipse(x, y + (radiusY * Random.NextDouble(0.2, 0.5)), radiusX * Random.NextDouble(0.5, 0.75), radiusY * Random.NextDouble(0.6, 0.85)),
            Colors.Belly);

    public void PlatedBelly()
    {
        Belly();
        for (double row = y - (radiusY * 0.3); row < y + radiusY; row += 2)
            Canvas.Paint(part, new Stroke(0.5, 0.5, (x - (radiusX * 0.5), row), (x + (radiusX * 0.5), row)), Colors.Belly.Darker);
    }

    public void Stripes()
    {
        double row = y - (radiusY * Random.NextDouble(0.3, 0.6)), step = Random.NextDouble(2.1, 3), depth = Random.NextDouble(0.4, 0.75);
        for (int i = 0; i < 3; i++, row += step)
        {
            Canvas.PaintPair(part, new Polygon((x - radiusX - 1, row - 0.8), (x - (radiusX * (1 - depth)), row),
                (x - radiusX - 1, row + 0.9)), Colors.Accent, x);
        }
    }

    public void Spots()
    {
        bool paired = Random.NextBool(0.5);
        int count = paired ? Random.NextInt(2, 3) : Random.NextInt(3, 5);
        for (int i = 0; i < count; i++)
        {
            double r = Random.NextDouble(1, 1.8);
            var spot = new Ellipse(x - (radiusX * Random.NextDouble(0.1, 0.95)), y + (radiusY * Random.NextDouble(-0.85, 0.85)), r, r);
            if (paired) Canvas.PaintPair(part, spot, Colors.Accent, x);
            else Canvas.Paint(part, i % 2 == 0 ? spot : new MirroredShape(spot, x), Colors.Accent);
        }
    }

    public void Back()
    {
        double edge = y - (radiusY * Random.NextDouble(0.3, 0.6));
        Canvas.Paint(part, new Polygon((x - radiusX - 2, y - radiusY - 2), (x + radiusX + 2, y - radiusY - 2), (x + radiusX + 2, edge + 1),
            (x, edge - 1), (x - radiusX - 2, edge + 1)), Random.Pick(Colors.Accent, Colors.Second.Darker));
    }

    public void Bib() => Canvas.Paint(
        part, new Polygon((x - (radiusX * 0.8), y - radiusY - 1), (x + (radiusX * 0.8), y - radiusY - 1),
            (x, y + (radiusY * Random.NextDouble(0.2, 0.7)))), Colors.Belly);

    public void Band() => Canvas.Paint(
        part, new Stroke(1, 1, (x - radiusX - 1, y + 1), (x, y + 1.4), (x + radiusX + 1, y + 1)), Colors.Accent);

    public void Ring()
    {
        double r = Math.Min(radiusX, radiusY) * Random.NextDouble(0.5, 0.65);
        double ry = y + (radiusY * 0.2);
        Canvas.Paint(part, new Ellipse(x, ry, r, r), Colors.Accent);
        Canvas.Paint(part, new Ellipse(x, ry, r - 1.1, r - 1.1), Colors.Belly);
    }

    /// <summary>Paints a light muzzle on a head.</summary>
    public void Muzzle() => Canvas.Paint(part,
        new Ellipse(x, y + (radiusY * 0.6), radiusX * Random.NextDouble(0.4, 0.65), radiusY * Random.NextDouble(0.35, 0.5)), Colors.Belly);

    /// <summary>Paints patches around the eyes of a head.</summary>
    public void Mask() => Canvas.PaintPair(
        part, new Ellipse(x - (radiusX * 0.5), y + (radiusY * 0.15), radiusX * Random.NextDouble(0.4, 0.5), radiusY * Random.NextDouble(0.4, 0.55)),
            Random.Pick(Colors.Accent, Colors.Belly), x);

    /// <summary>Paints the top of a head in another colour.</summary>
    public void Cap() => Canvas.Paint(
        part, new Ellipse(x, y - radiusY, radiusX * Random.NextDouble(0.5, 1.1), radiusY * Random.NextDouble(0.5, 0.75)),
            Random.Pick(Colors.Accent, Colors.Second));

    /// <summary>Paints a stripe down the forehead.</summary>
    public void Blaze() => Canvas.Paint(
        part, new Polygon((x - 1.8, y - radiusY - 1), (x + 1.8, y - radiusY - 1), (x + 0.6, y), (x - 0.6, y)), Colors.Belly);

    /// <summary>Paints any head pattern, or none.</summary>
    public void AnyHead() => Random.Pick(Muzzle, Muzzle, Mask, Cap, Cap, Blaze, () => { }, () => { }, () => { })();
}
