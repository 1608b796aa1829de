namespace PixelGpt.Numerics;

/// <summary>The dropout of one forward and backward pass. It derives an independent mask for each site in the model.</summary>
/// <param name="Seed">Random seed of the run.</param>
/// <param name="Step">Optimizer step, counted from 0.</param>
/// <param name="Sequence">Index of the sequence in the batch.</param>
internal readonly record struct DropoutContext(ulong Seed, long Step, int Sequence)
{
    private const ulong StreamTag = 0x64726F706F757400;

    /// <summary>Returns the key of the generator that derives the masks of a run.</summary>
    /// <param name="seed">Random seed of the run.</param>
    public static ulong KeyOf(ulong seed) => seed ^ StreamTag;

    /// <summary>Creates the dropout of one site.</summary>
    /// <param name="rate">Probability that an element becomes 0.</param>
    /// <param name="site">Number of the site in the model.</param>
    public Dropout At(float rate, int site) => rate == 0
        ? default
        : new Dropout(rate, (ulong)PhiloxRandom.Philox((ulong)Step, ((ulong)(uint)Sequence << 32) | (uint)site, KeyOf(Seed)));
}
