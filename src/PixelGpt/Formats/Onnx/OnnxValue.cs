namespace PixelGpt.Formats.Onnx;

/// <summary>A value of a graph: an input, a constant, or the output of a node.</summary>
/// <param name="Name">Name of the value, unique in its graph.</param>
internal readonly record struct OnnxValue(string Name);
