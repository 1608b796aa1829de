using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>What a body plan draws with: a canvas, colours and chance.</summary>
internal sealed record Easel(Canvas Canvas, Scheme Colors, Dice Dice)
{
    /// <summary>Where the mirror of symmetric creatures stands.</summary>
    public double Axis => Canvas.Axis;

    /// <summary>A form in front of all so far.</summary>
    public int Draw(IShape shape, Material material, int part = 0) => Canvas.Draw(shape, material, part);

    /// <summary>A form and its mirror image.</summary>
    public int DrawPair(IShape shape, Material material, double? axis = null) => Canvas.DrawPair(shape, material, axis);
}
