namespace PixelGpt.Numerics;

/// <summary>
/// One place of dropout (Srivastava et al. 2014) in one step for one sequence. Whether element i is kept is a hash of
/// the key and i, so that the backward pass finds the same mask without any having been stored, and no thread's
/// work depends on another's.
/// </summary>
/// <remarks>
/// The hash is a 32-bit multiply–xorshift permutation of the counter (constants of Ettinger's hash-prospector search)
/// with the two halves of a Philox-derived key before and within it: eight vector instructions an element.
/// </remarks>
internal readonly struct Dropout
{
    /// <summary>Dropout with a key of its own.</summary>
    /// <param name="rate">The probability that an element becomes 0, in [0, 1).</param>
    /// <param name="key">What tells this place, step and sequence from all others.</param>
    public Dropout(float rate, ulong key)
    {
        Threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
        Scale = (float)(1 / (1.0 - rate));
        Key0 = (uint)key;
        Key1 = (uint)(key >> 32);
    }

    /// <summary>Elements whose hash is below this become 0. At 0 there is no dropout.</summary>
    public uint Threshold { get; }

    /// <summary>What kept elements are multiplied by: 1 / (1 − rate).</summary>
    public float Scale { get; }

    public uint Key0 { get; }

    public uint Key1 { get; }

    /// <summary>Whether anything is dropped at all.</summary>
    public bool IsActive => Threshold != 0;

    /// <summary>The hash of an element: the readable form of what the kernels compute in vectors.</summary>
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

    /// <summary>What element <paramref name="counter"/> is multiplied by: 0 or <see cref="Scale"/>.</summary>
    public float Factor(uint counter) => Hash(counter) >= Threshold ? Scale : 0;
}

/// <summary>The dropout of a whole forward pass: keys for each of its places.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The optimizer step, from 0.</param>
/// <param name="Sequence">Which sequence of the batch.</param>
internal readonly record struct DropoutContext(ulong Seed, long Step, int Sequence)
{
    private const ulong StreamTag = 0x64726F706F757400;

    /// <summary>The dropout at one place.</summary>
    /// <param name="rate">The probability that an element becomes 0.</param>
    /// <param name="place">Which place of the model.</param>
    public Dropout At(float rate, int place) => rate == 0
        ? default
        : new Dropout(rate, (ulong)PhiloxRandom.Philox((ulong)Step, ((ulong)(uint)Sequence << 32) | (uint)place, Seed ^ StreamTag));
}
