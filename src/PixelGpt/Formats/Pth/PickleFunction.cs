namespace PixelGpt.Formats.Pth;

/// <summary>The name of a function in a pickle. No function is ever executed; the reader implements the few that create tensors.</summary>
internal sealed record PickleFunction(string Name);
