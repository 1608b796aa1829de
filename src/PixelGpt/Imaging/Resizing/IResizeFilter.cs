namespace PixelGpt.Imaging.Resizing;

/// <summary>A method to shrink images. To add one, implement this interface and add it to <see cref="ResizeFilters"/>.</summary>
public interface IResizeFilter
{
    /// <summary>The name for the option <c>--filter</c>.</summary>
    string Name { get; }

    /// <summary>Shrinks an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Width of the result; at most that of the image.</param>
    /// <param name="height">Height of the result; at most that of the image.</param>
    /// <returns>A new image.</returns>
    PixelImage Resize(PixelImage image, int width, int height);
}
