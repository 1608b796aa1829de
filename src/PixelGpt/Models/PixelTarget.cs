using PixelGpt.Models.Embeddings;

namespace PixelGpt.Models;

/// <summary>The pixel that a loss is computed for.</summary>
/// <param name="Color">The correct palette index.</param>
/// <param name="X">Column of the pixel.</param>
/// <param name="Y">Row of the pixel.</param>
public readonly record struct PixelTarget(int Color, int X, int Y)
{
    /// <summary>Returns the pixel that a row of a pass predicts; (position, 0) in a model that does not know the width of its pictures.</summary>
    internal static PixelTarget Of(scoped in TokenRows tokens, int row, int color, PictureSizes sizes)
    {
        if (sizes.WidthOf(tokens.Picture(row)) == 0) return new PixelTarget(color, tokens.Positions[row] + 1, 0);
        PixelCoordinates pixel = tokens.Target(row, sizes);
        return new PixelTarget(color, pixel.X, pixel.Y);
    }
}
