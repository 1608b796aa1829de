using PixelGpt.Data;

namespace PixelGpt.Import;

/// <summary>Finds the part of a picture that is drawn, if the rest below it is empty.</summary>
internal static class UnfinishedPicture
{
    /// <summary>The minimum fraction of the height that must be empty. Finished sprites have a margin below that is smaller.</summary>
    private const double MinEmptyFraction = 0.25;

    /// <summary>Returns the number of pixels in the rows down to the last one that is not wholly background.</summary>
    /// <param name="sprite">The picture.</param>
    /// <returns>The number of pixels, at least one row; null if less than a quarter of the rows below are empty, so that the picture seems finished.</returns>
    public static int? DrawnPixels(Sprite sprite)
    {
        int last = sprite.Pixels.LastIndexOfAnyExcept(0);
        int rows = last < 0 ? 1 : (last / sprite.Width) + 1;
        return sprite.Height - rows >= sprite.Height * MinEmptyFraction ? rows * sprite.Width : null;
    }
}
