using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Dropout of values, and the keys of its masks.</summary>
internal static class DropoutKernels
{
    /// <summary>Derives the key of each site and sequence as <see cref="Numerics.DropoutContext"/> does, with Philox4x32-10.</summary>
    /// <param name="index">Index of the key.</param>
    /// <param name="keys">Receives two integers per key [sites, sequences].</param>
    /// <param name="sites">Number of each site in the model.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="firstSequence">Index of the first sequence in its batch.</param>
    /// <param name="step">Optimizer step.</param>
    /// <param name="seed">Seed of the generator.</param>
    public static void Keys(Index1D index, ArrayView<uint> keys, ArrayView<int> sites, int sequences, int firstSequence, long step, ulong seed)
    {
        uint c0 = (uint)step, c1 = (uint)((ulong)step >> 32), c2 = (uint)sites[index / sequences], c3 = (uint)(firstSequence + (index % sequences));
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        keys[2 * index] = c0;
        keys[(2 * index) + 1] = c1;
    }

    /// <summary>Computes y = x + dropout(branch).</summary>
    public static void Add(Index1D index, ArrayView<float> x, ArrayView<float> branch, ArrayView<float> y, ArrayView<uint> keys, DropoutMask mask, int perSequence) =>
        y[index] = x[index] + (branch[index] * mask.Factor(keys, index / perSequence, (uint)(index % perSequence)));

    /// <summary>Computes y = dropout(x).</summary>
    public static void Apply(Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<uint> keys, DropoutMask mask, int perSequence) =>
        y[index] = x[index] * mask.Factor(keys, index / perSequence, (uint)(index % perSequence));
}
