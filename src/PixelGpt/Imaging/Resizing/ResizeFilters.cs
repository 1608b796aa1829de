namespace PixelGpt.Imaging.Resizing;

/// <summary>The available resize filters.</summary>
public static class ResizeFilters
{
    /// <summary>All filters; the first is the default.</summary>
    public static IReadOnlyList<IResizeFilter> All { get; } = [new BoxFilter(), new NearestFilter(), new MajorityFilter()];

    /// <summary>Returns the filter with a name.</summary>
    /// <param name="name">Name of the filter.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="InputException">There is no filter with this name.</exception>
    public static IResizeFilter Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new InputException($"filter must be one of {string.Join(", ", All.Select(f => f.Name))} (got '{Excerpt.Of(name)}')");
}
