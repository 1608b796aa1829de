using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// Rotary position embedding (RoPE, Su et al. 2021). At position m, the elements x[i] and x[i + d/2] of each head of size d
/// are rotated by the angle θ = m · base^(−2i/d): x[i] becomes x[i]·cos θ − x[i + d/2]·sin θ, and x[i + d/2] becomes
/// x[i + d/2]·cos θ + x[i]·sin θ.
/// </summary>
/// <remarks>Angles are computed in float32 and their cosines and sines in float64, to match Hugging Face transformers as closely as possible.</remarks>
internal sealed class Rotary
{
    private readonly int _half;
    private readonly float[] _cos;
    private readonly float[] _sin;

    /// <summary>Computes the cosines and sines of all positions.</summary>
    /// <param name="positions">Number of positions.</param>
    /// <param name="headDim">Head size.</param>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="scaling">Scaling of the frequencies; null for none.</param>
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

    /// <summary>Rotates heads in place.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="heads">Heads of queries or keys side by side [T, heads · head size].</param>
    /// <param name="positions">Position of each row [T].</param>
    /// <param name="inverse">Whether to rotate by the negative angles, as the backward pass does.</param>
    public void Apply(IKernels kernels, MatrixSpan heads, ReadOnlySpan<int> positions, bool inverse)
    {
        int headDim = 2 * _half;
        for (int first = 0; first < heads.Columns; first += headDim)
            kernels.ApplyRotary(new MatrixSpan(heads.Data[first..], heads.Rows, headDim, heads.RowStride), positions, _cos, _sin, inverse);
    }
}
