namespace PixelGpt.Numerics;

/// <summary>
/// A stream of random numbers that is a pure function of a seed and a stream number: Philox4x32-10 (Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Counter-based, so any part of any stream can be had
/// without making what comes before, and the whole state is one counter. Bits and whole numbers come of integer
/// arithmetic only: they are the same on every machine.
/// </summary>
public struct PhiloxRandom
{
    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _block;
    private UInt128 _buffer;
    private int _left;

    /// <summary>Starts a stream at its beginning.</summary>
    /// <param name="seed">The seed: the key of the generator.</param>
    /// <param name="stream">Which of 2⁶⁴ independent streams of that seed.</param>
    public PhiloxRandom(ulong seed, ulong stream = 0)
    {
        _seed = seed;
        _stream = stream;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            _buffer = Philox(_block++, _stream, _seed);
            _left = 4;
        }

        uint value = (uint)_buffer;
        _buffer >>= 32;
        _left--;
        return value;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>A whole number of 0 to <paramref name="exclusiveMax"/> − 1, without bias (Lemire 2019).</summary>
    public int NextInt32(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint range = (uint)exclusiveMax;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold) product = (ulong)NextUInt32() * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A whole number of <paramref name="min"/> to <paramref name="exclusiveMax"/> − 1.</summary>
    public int NextInt32(int min, int exclusiveMax) => min + NextInt32(exclusiveMax - min);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (Box and Muller 1958; one of each pair). Its last place may depend on the platform's logarithm and cosine.</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts items in a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A number in [0, 1) with 53 random bits, at any place of any stream.</summary>
    internal static double UnitAt(ulong block, ulong stream, ulong seed) => ((ulong)Philox(block, stream, seed) >> 11) * (1.0 / (1UL << 53));

    /// <summary>One block of Philox4x32-10: 128 random bits of a counter (<paramref name="block"/>, <paramref name="stream"/>) and a key.</summary>
    internal static UInt128 Philox(ulong block, ulong stream, ulong key)
    {
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return new UInt128(c2 | ((ulong)c3 << 32), c0 | ((ulong)c1 << 32));
    }
}
