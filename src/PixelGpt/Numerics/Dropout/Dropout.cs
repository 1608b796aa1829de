namespace PixelGpt.Numerics;

/// <summary>
/// Dropout (Srivastava et al. 2014) at one site in the model, for one step and one sequence. Whether element i is
/// dropped is a hash of the key and i. The backward pass therefore recomputes the mask instead of reading a stored one,
/// and threads need no shared state.
/// </summary>
/// <remarks>
/// The hash is a 32-bit multiply–xorshift permutation of the counter (constants from Ettinger's hash-prospector search),
/// combined with the two halves of a key derived by Philox. It takes eight vector instructions per vector of elements.
/// </remarks>
internal readonly struct Dropout
{
    /// <summary>Creates dropout with its own key.</summary>
    /// <param name="rate">Probability that an element becomes 0, in [0, 1).</param>
    /// <param name="key">Key that is unique to the site, step and sequence.</param>
    public Dropout(float rate, ulong key)
    {
        Threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
        Scale = (float)(1 / (1.0 - rate));
        Key0 = (uint)key;
        Key1 = (uint)(key >> 32);
    }

    /// <summary>Elements whose hash is below this value become 0. A threshold of 0 disables dropout.</summary>
    public uint Threshold { get; }

    /// <summary>Factor of the elements that are not dropped: 1 / (1 − rate).</summary>
    public float Scale { get; }

    public uint Key0 { get; }

    public uint Key1 { get; }

    /// <summary>Whether any element can be dropped.</summary>
    public bool IsActive => Threshold != 0;

    /// <summary>Computes the hash of an element, in scalar form; the SIMD kernels compute the same hash in vectors.</summary>
    /// <param name="counter">Index of the element.</param>
    public uint Hash(uint counter)
    {
        uint x = counter + Key0;
        x ^= x >> 16;
        x *= 0x21F0AAAD;
        x ^= x >> 15;
        x ^= Key1;
        x *= 0x735A2D97;
        x ^= x >> 15;
        return x;
    }

    /// <summary>Returns the factor of element <paramref name="counter"/>: 0 or <see cref="Scale"/>.</summary>
    public float Factor(uint counter) => Hash(counter) >= Threshold ? Scale : 0;
}
