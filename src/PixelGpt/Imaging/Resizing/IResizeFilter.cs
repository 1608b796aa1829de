namespace PixelGpt.Imaging.Resizing;

/// <summary>A way to make a picture smaller. A new one is a new implementation and a line in <see cref="ResizeFilters"/>.</summary>
public interface IResizeFilter
{
    /// <summary>What <c>--filter</c> calls it.</summary>
    string Name { get; }

    /// <summary>Draws a picture smaller.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels a row, at most the picture's.</param>
    /// <param name="height">Rows, at most the picture's.</param>
    PixelImage Resize(PixelImage image, int width, int height);
}

/// <summary>The filters by name.</summary>
public static class ResizeFilters
{
    /// <summary>Every filter; the first is taken where none is named.</summary>
    public static IReadOnlyList<IResizeFilter> All { get; } = [new BoxFilter(), new NearestFilter(), new MajorityFilter()];

    /// <summary>A filter by its name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static IResizeFilter Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new InputException($"there is no filter '{name}'; there are {string.Join(", ", All.Select(f => f.Name))}");
}
