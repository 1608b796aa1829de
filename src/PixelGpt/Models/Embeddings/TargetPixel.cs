namespace PixelGpt.Models.Embeddings;

/// <summary>The coordinates of the pixel that a row predicts: position p predicts pixel p + 1 in raster order.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row of the picture, from 0.</param>
internal readonly record struct TargetPixel(int X, int Y)
{
    /// <summary>Returns the pixel that a position predicts.</summary>
    /// <param name="position">Position in the sequence.</param>
    /// <param name="width">Width of the picture.</param>
    public static TargetPixel Of(int position, int width) => new((position + 1) % width, (position + 1) / width);
}
