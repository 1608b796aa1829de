namespace PixelGpt.Models;

/// <summary>
/// Scaling of rotary position embeddings for sequences longer than those of the original training, as in
/// <c>modeling_rope_utils</c> of Hugging Face transformers. Frequencies are reduced, so that wavelengths grow.
/// </summary>
public abstract record RopeScaling
{
    /// <summary>Returns the scaled value of a frequency (an element of <c>inv_freq</c> in transformers).</summary>
    internal abstract float Scale(float frequency);
}

/// <summary>Scaling of type <c>linear</c> (Chen et al. 2023): divides all frequencies by the factor.</summary>
/// <param name="Factor">Factor by which sequences become longer.</param>
public sealed record LinearRopeScaling(float Factor) : RopeScaling
{
    internal override float Scale(float frequency) => frequency / Factor;
}

/// <summary>
/// Scaling of type <c>llama3</c> (Llama 3.1, 2024): divides low frequencies by the factor, leaves high frequencies unchanged
/// and interpolates between them.
/// </summary>
/// <param name="Factor">Factor by which low frequencies are divided.</param>
/// <param name="LowFreqFactor">Frequencies with a wavelength greater than the original length divided by this are low.</param>
/// <param name="HighFreqFactor">Frequencies with a wavelength less than the original length divided by this are high.</param>
/// <param name="OriginalMaxPositions">Maximum number of positions of the original training.</param>
public sealed record Llama3RopeScaling(float Factor, float LowFreqFactor, float HighFreqFactor, int OriginalMaxPositions) : RopeScaling
{
    internal override float Scale(float frequency)
    {
        float wavelength = (float)(2 * Math.PI) / frequency;
        if (wavelength < OriginalMaxPositions / HighFreqFactor) return frequency;
        if (wavelength > OriginalMaxPositions / LowFreqFactor) return frequency / Factor;
        float smooth = ((OriginalMaxPositions / wavelength) - LowFreqFactor) / (HighFreqFactor - LowFreqFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}
