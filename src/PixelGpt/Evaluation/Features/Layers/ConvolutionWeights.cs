namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>The weights of a convolution without bias, in row-major order [out, in, height, width].</summary>
/// <param name="Values">The weights.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Channels">Number of input channels.</param>
/// <param name="Height">Height of the window.</param>
/// <param name="Width">Width of the window.</param>
internal readonly record struct ConvolutionWeights(float[] Values, int Outputs, int Channels, int Height, int Width);
