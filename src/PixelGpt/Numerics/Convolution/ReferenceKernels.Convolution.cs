namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void Convolve(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, ConvolutionOptions options, int firstOutputPixel, MatrixSpan output)
    {
        for (int row = 0; row < output.Rows; row++)
        {
            for (int column = 0; column < output.Columns; column++)
            {
                ref float result = ref output.Data[(row * output.RowStride) + column];
                double sum = bias[column] + (options.Accumulate ? result : 0);
                for (int tap = 0; tap < window.Taps; tap++)
                {
                    if (!TryPixel(window, firstOutputPixel + row, tap, out int pixel)) continue;
                    for (int channel = 0; channel < input.Columns; channel++)
                        sum += (double)input[pixel, channel] * weights.Data[(((tap * input.Columns) + channel) * weights.Columns) + column];
                }

                result = (float)(options.HasRelu ? Math.Max(0, sum) : sum);
            }
        }
    }

    public void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstOutputPixel, MatrixSpan output)
    {
        for (int row = 0; row < output.Rows; row++)
        {
            for (int channel = 0; channel < output.Columns; channel++)
            {
                float max = float.NegativeInfinity;
                for (int tap = 0; tap < window.Taps; tap++)
                    if (TryPixel(window, firstOutputPixel + row, tap, out int pixel)) max = Math.Max(max, input[pixel, channel]);
                output.Data[(row * output.RowStride) + channel] = max;
            }
        }
    }

    public void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstOutputPixel, MatrixSpan output)
    {
        for (int row = 0; row < output.Rows; row++)
        {
            for (int channel = 0; channel < output.Columns; channel++)
            {
                double sum = 0;
                int count = 0;
                for (int tap = 0; tap < window.Taps; tap++)
                {
                    if (!TryPixel(window, firstOutputPixel + row, tap, out int pixel)) continue;
                    sum += input[pixel, channel];
                    count++;
                }

                output.Data[(row * output.RowStride) + channel] = (float)(sum / (countPadding ? window.Taps : count));
            }
        }
    }

    /// <summary>Finds the input pixel at one position of the window; returns false for padding.</summary>
    private static bool TryPixel(WindowShape window, int outputPixel, int tap, out int pixel)
    {
        int y = window.Top(outputPixel) + (tap / window.KernelWidth), x = window.Left(outputPixel) + (tap % window.KernelWidth);
        pixel = (y * window.Width) + x;
        return y >= 0 && y < window.Height && x >= 0 && x < window.Width;
    }
}
