namespace PixelGpt.Numerics;

/// <summary>What a convolution does besides adding the bias.</summary>
/// <param name="Accumulate">Whether the values in the output are added to the convolution, as the shortcut of a residual block is.</param>
/// <param name="HasRelu">Whether ReLU is applied to the sums.</param>
internal readonly record struct ConvolutionOptions(bool Accumulate, bool HasRelu);
