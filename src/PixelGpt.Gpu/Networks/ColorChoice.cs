namespace PixelGpt.Gpu.Networks;

/// <summary>Selects the colour of the next pixel.</summary>
/// <param name="sequence">Index of the picture.</param>
/// <param name="pixels">Pixels so far, in the order of the sequence.</param>
/// <param name="logits">Logits of all colours.</param>
internal delegate int ColorChoice(int sequence, ReadOnlySpan<int> pixels, ReadOnlySpan<float> logits);
