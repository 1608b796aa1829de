namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void ApplyRotary(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool inverse)
    {
        int half = x.Columns / 2;
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < half; i++)
            {
                ref float first = ref x.Data[(row * x.RowStride) + i], second = ref x.Data[(row * x.RowStride) + half + i];
                double c = cos[(positions[row] * half) + i], s = sin[(positions[row] * half) + i] * (inverse ? -1 : 1);
                (first, second) = ((float)((first * c) - (second * s)), (float)((second * c) + (first * s)));
            }
        }
    }
}
