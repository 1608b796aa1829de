using PixelGpt.Data.Sources.Creatures.Features;
using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>Half out of its egg.</summary>
internal sealed class Hatchling : IBodyPlan
{
    public void Draw(Easel e)
    {
        Dice dice = e.Dice;
        double x = e.Axis, rx = dice.Real(5.2, 6.2), ry = dice.Real(5, 5.8), y = -1.4, egg = 3.4, width = dice.Real(6.2, 7.2);
        if (dice.Chance(0.25)) new Wings(e, x, 1).Any(9);
        new Headgear(e, x, y, rx, ry).Any();
        int head = e.Draw(new Ellipse(x, y, rx, ry), e.Colors.Face);
        new Markings(e, head, x, y, rx, ry).AnyHead();
        if (dice.Chance(0.2)) e.Draw(new Ellipse(x, y - ry + 0.6, 3.6, 2), e.Colors.Belly);
        Face.Draw(e, x, y - 0.4, dice.Real(2.8, 4), Temper.Friendly, Mouth.Any(dice), dice.Chance(0.4));

        Material shell = dice.Pick(e.Colors.Belly, new Material(Ramp.Ivory, Texture.Dither), new Material(Ramp.Snow));
        double teeth = dice.Real(0.8, 1.8);
        int cup = e.Draw(Cup(x, egg, width, teeth), shell);
        new Markings(e, cup, x, egg + 2, width, 4).Spots();
        if (dice.Chance(0.6)) e.DrawPair(new Ellipse(x - width + 1.4, egg - 0.4, 1.5, 1.5), e.Colors.Second);
        e.DrawPair(new Ellipse(x - 2.6, 8.4, 1.9, 1.1), e.Colors.Body);
    }

    /// <summary>The lower half of an egg, broken off in a zigzag.</summary>
    private static Polygon Cup(double x, double y, double width, double teeth)
    {
        double step = width / 3;
        var corners = new List<(double X, double Y)>();
        for (int i = 0; i <= 6; i++) corners.Add((x - width + (i * step), i % 2 == 0 ? y - teeth : y + teeth));
        corners.AddRange([(x + (width * 0.92), y + 3), (x + (width * 0.6), y + 4.8), (x + (width * 0.2), y + 5.4),
            (x - (width * 0.2), y + 5.4), (x - (width * 0.6), y + 4.8), (x - (width * 0.92), y + 3)]);
        return new Polygon([.. corners]);
    }
}
