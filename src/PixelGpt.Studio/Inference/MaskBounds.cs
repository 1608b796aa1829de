using PixelGpt.Imaging;

namespace PixelGpt.Studio.Inference;

/// <summary>Finds where the selected pixels of a mask are.</summary>
internal static class MaskBounds
{
    /// <summary>Returns the smallest rectangle with all selected pixels; an empty one if there are none.</summary>
    /// <param name="mask">Whether each pixel is selected, in raster order.</param>
    /// <param name="width">The width of the picture.</param>
    public static PixelArea Of(bool[] mask, int width)
    {
        int[] selected = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i])];
        if (selected.Length == 0) return default;
        int left = selected.Min(i => i % width), top = selected[0] / width;
        return new PixelArea(left, top, selected.Max(i => i % width) + 1 - left, (selected[^1] / width) + 1 - top);
    }
}
