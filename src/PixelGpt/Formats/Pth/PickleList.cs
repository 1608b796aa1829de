namespace PixelGpt.Formats.Pth;

/// <summary>A list or a tuple.</summary>
internal sealed class PickleList(params IReadOnlyList<object?> items) : List<object?>(items);
