using ILGPU;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Kernels;

/// <summary>The dropout of one site for all sequences of a batch, with the same masks as <see cref="Dropout"/>.</summary>
/// <param name="Threshold">Elements whose hash is below this value become 0; 0 for no dropout.</param>
/// <param name="Scale">Factor of the elements that are not dropped.</param>
/// <param name="FirstKey">Index of the key of the first sequence; those of the other sequences follow.</param>
internal readonly record struct DropoutMask(uint Threshold, float Scale, int FirstKey)
{
    /// <summary>Returns the factor of an element: 0 or the scale.</summary>
    /// <param name="keys">Two integers per key.</param>
    /// <param name="sequence">Index of the sequence.</param>
    /// <param name="counter">Index of the element in its sequence.</param>
    public float Factor(ArrayView<uint> keys, int sequence, uint counter)
    {
        if (Threshold == 0) return 1;
        int key = 2 * (FirstKey + sequence);
        uint x = counter + keys[key];
        x ^= x >> 16;
        x *= 0x21F0AAAD;
        x ^= x >> 15;
        x ^= keys[key + 1];
        x *= 0x735A2D97;
        x ^= x >> 15;
        return x >= Threshold ? Scale : 0;
    }
}
