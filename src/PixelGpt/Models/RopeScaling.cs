namespace PixelGpt.Models;

/// <summary>
/// How rotary positions are stretched beyond the length a model was first trained on, as transformers'
/// <c>modeling_rope_utils</c> computes it: each inverse frequency becomes a lower one.
/// </summary>
public abstract record RopeScaling
{
    /// <summary>The stretched inverse frequency.</summary>
    internal abstract float Scale(float inverseFrequency);
}

/// <summary><c>linear</c>: all positions closer together (Chen et al. 2023).</summary>
/// <param name="Factor">How many times as long sequences become.</param>
public sealed record LinearRopeScaling(float Factor) : RopeScaling
{
    internal override float Scale(float inverseFrequency) => inverseFrequency / Factor;
}

/// <summary><c>llama3</c>: long waves are stretched, short ones kept, those between blended (Llama 3.1, 2024).</summary>
/// <param name="Factor">How many times as long the long waves become.</param>
/// <param name="LowFreqFactor">Waves longer than the original length over this are stretched.</param>
/// <param name="HighFreqFactor">Waves shorter than the original length over this are kept.</param>
/// <param name="OriginalMaxPositions">The original length.</param>
public sealed record Llama3RopeScaling(float Factor, float LowFreqFactor, float HighFreqFactor, int OriginalMaxPositions) : RopeScaling
{
    internal override float Scale(float inverseFrequency)
    {
        float wavelength = (float)(2 * Math.PI) / inverseFrequency;
        if (wavelength < OriginalMaxPositions / HighFreqFactor) return inverseFrequency;
        if (wavelength > OriginalMaxPositions / LowFreqFactor) return inverseFrequency / Factor;
        float smooth = ((OriginalMaxPositions / wavelength) - LowFreqFactor) / (HighFreqFactor - LowFreqFactor);
        return ((1 - smooth) * inverseFrequency / Factor) + (smooth * inverseFrequency);
    }
}
