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

/// <summary>The available resize filters.</summary>
public static class ResizeFilters
{
    /// <summary>All filters; the first is the default.</summary>
    public static IReadOnlyList<IResizeFilter> All { get; } = [new BoxFilter(), new NearestFilter(), new MajorityFilter()];

    /// <summary>Returns the filter with a name.</summary>
    /// <param name="name">Name of the filter.</param>
    /// <exception cref="InputException">There is no filter with this name.</exception>
    public static IResizeFilter Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new InputException($"filter must be one of {string.Join(", ", All.Select(f => f.Name))} (got '{Excerpt.Of(name)}')");
}
