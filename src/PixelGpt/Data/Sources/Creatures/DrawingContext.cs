using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The canvas, the colours and the random numbers for drawing one creature.</summary>
internal sealed record DrawingContext(Canvas Canvas, ColorScheme Colors, CreatureRandom Random, DetailLevel Detail = DetailLevel.Classic)
{
    /// <summary>Whether an accessory may be drawn on top of the head.</summary>
    public bool MayWearHat { get; init; } = true;

    /// <summary>The x coordinate of the symmetry axis.</summary>
    public double Axis => Canvas.Axis;

    /// <summary>Draws a shape in front of everything drawn before; see <see cref="Canvas.Draw"/>.</summary>
    public int Draw(IShape shape, Material material, int part = 0) => Canvas.Draw(shape, material, part);

    /// <summary>Draws a shape and its mirror image.</summary>
    public int DrawPair(IShape shape, Material material, double? axis = null) => Canvas.DrawPair(shape, material, axis);
}
