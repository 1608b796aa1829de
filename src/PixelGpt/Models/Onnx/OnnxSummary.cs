namespace PixelGpt.Models.Onnx;

/// <summary>What an export wrote.</summary>
/// <param name="Nodes">Number of nodes of the graph.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Parameters">Parameter count of the model.</param>
internal readonly record struct OnnxSummary(int Nodes, long Bytes, long Parameters);
