using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// Rotary positions (Su et al. 2021): queries and keys turn by angles that grow with their position. Angles are
/// computed in float32 and then their cosines in double, as close to Hugging Face as bits allow.
/// </summary>
internal sealed class Rotary
{
    private readonly int _half;
    private readonly float[] _cos;
    private readonly float[] _sin;

    public Rotary(int positions, int headDim, float theta, RopeScaling? scaling)
    {
        _half = headDim / 2;
        _cos = new float[positions * _half];
        _sin = new float[positions * _half];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < _half; i++)
            {
                float frequency = 1 / (float)Math.Pow(theta, (float)(2 * i) / headDim);
                if (scaling is not null) frequency = scaling.Scale(frequency);
                float angle = position * frequency;
                _cos[(position * _half) + i] = (float)Math.Cos(angle);
                _sin[(position * _half) + i] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Turns a number of heads that lie side by side, or with <paramref name="back"/> turns them back.</summary>
    public void Apply(IKernels kernels, MatrixSpan heads, ReadOnlySpan<int> positions, bool back)
    {
        int headDim = 2 * _half;
        for (int first = 0; first < heads.Columns; first += headDim)
            kernels.ApplyRotary(new MatrixSpan(heads.Data[first..], heads.Rows, headDim, heads.RowStride), positions, _cos, _sin, back);
    }
}
