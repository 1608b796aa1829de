namespace PixelGpt.Formats.Pth;

/// <summary>A function that a pickle names. It is called only by code that knows the name.</summary>
internal sealed record PickleFunction(string Name);
