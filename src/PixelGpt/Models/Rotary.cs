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

    private Rotary(int count, int headDim)
    {
        _half = headDim / 2;
        _cos = new float[count * _half];
        _sin = new float[count * _half];
    }

    /// <summary>The cosines of all angles [angles, half a head].</summary>
    public ReadOnlySpan<float> Cosines => _cos;

    /// <summary>The sines of all angles [angles, half a head].</summary>
    public ReadOnlySpan<float> Sines => _sin;

    /// <summary>Computes the cosines and sines of the positions of a sequence.</summary>
    /// <param name="positions">Number of positions.</param>
    /// <param name="headDim">Head size.</param>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="scaling">Scaling of the frequencies; null for none.</param>
    public static Rotary OfSequence(int positions, int headDim, float theta, RopeScaling? scaling)
    {
        var rotary = new Rotary(positions, headDim);
        float[] frequencies = SequenceFrequencies(headDim, theta, scaling);
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < rotary._half; i++)
            {
                rotary.SetAngle((position * rotary._half) + i, position * frequencies[i]);
            }
        }

        return rotary;
    }

    /// <summary>
    /// Computes the cosines and sines of the pixels of a grid: the first half of the frequencies rotates by the column, the second
    /// half by the row (Heo et al. 2024). The angles of the pixel at (x, y) have the index y · <paramref name="width"/> + x.
    /// </summary>
    /// <param name="width">Width of the grid.</param>
    /// <param name="height">Height of the grid.</param>
    /// <param name="headDim">Head size, a multiple of 4.</param>
    /// <param name="theta">Base of the frequencies.</param>
    public static Rotary OfGrid(int width, int height, int headDim, float theta)
    {
        var rotary = new Rotary(width * height, headDim);
        float[] frequencies = AxisFrequencies(headDim, theta);
        int perAxis = frequencies.Length;
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            for (int i = 0; i < rotary._half; i++)
            {
                rotary.SetAngle((pixel * rotary._half) + i, (i < perAxis ? pixel % width : pixel / width) * frequencies[i % perAxis]);
            }
        }

        return rotary;
    }

    /// <summary>Computes the frequencies of the positions of a sequence [head size / 2].</summary>
    /// <param name="headDim">Head size.</param>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="scaling">Scaling of the frequencies; null for none.</param>
    public static float[] SequenceFrequencies(int headDim, float theta, RopeScaling? scaling)
    {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            float frequency = 1 / (float)Math.Pow(theta, (float)(2 * i) / headDim);
            frequencies[i] = scaling is null ? frequency : scaling.Scale(frequency);
        }

        return frequencies;
    }

    /// <summary>Computes the frequencies of each axis of a grid [head size / 4].</summary>
    /// <param name="headDim">Head size, a multiple of 4.</param>
    /// <param name="theta">Base of the frequencies.</param>
    public static float[] AxisFrequencies(int headDim, float theta)
    {
        float[] frequencies = new float[headDim / 4];
        for (int i = 0; i < frequencies.Length; i++) frequencies[i] = 1 / (float)Math.Pow(theta, (float)i / frequencies.Length);
        return frequencies;
    }

    /// <summary>Rotates heads in place.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="heads">Heads of queries or keys side by side [T, heads · head size].</param>
    /// <param name="angles">Index of each row's angles [T]: its position, or the index of its pixel in the grid.</param>
    /// <param name="inverse">Whether to rotate by the negative angles, as the backward pass does.</param>
    public void Apply(IKernels kernels, MatrixSpan heads, ReadOnlySpan<int> angles, bool inverse)
    {
        int headDim = 2 * _half;
        for (int first = 0; first < heads.Columns; first += headDim)
            kernels.ApplyRotary(new MatrixSpan(heads.Data[first..], heads.Rows, headDim, heads.RowStride), angles, _cos, _sin, inverse);
    }

    private void SetAngle(int index, float angle)
    {
        _cos[index] = (float)Math.Cos(angle);
        _sin[index] = (float)Math.Sin(angle);
    }
}
