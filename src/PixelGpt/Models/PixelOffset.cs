namespace PixelGpt.Models;

/// <summary>The offset of a pixel from another pixel.</summary>
/// <param name="X">Number of columns to the right; negative to the left.</param>
/// <param name="Y">Number of rows down; negative for up.</param>
public readonly record struct PixelOffset(int X, int Y)
{
    /// <summary>Whether the pixel precedes the other one in raster order.</summary>
    public bool IsEarlier => Y < 0 || (Y == 0 && X < 0);
}
