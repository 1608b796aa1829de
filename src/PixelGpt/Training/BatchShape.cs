namespace PixelGpt.Training;

/// <summary>The maximum size of the batches of a training.</summary>
/// <param name="Sequences">Number of sequences.</param>
/// <param name="Length">Number of pixels of a sequence.</param>
internal readonly record struct BatchShape(int Sequences, int Length);
