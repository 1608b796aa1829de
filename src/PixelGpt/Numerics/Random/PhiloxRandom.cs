namespace PixelGpt.Numerics;

/// <summary>
/// A counter-based random number generator: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011). The numbers are a pure function of seed, stream and counter, so any part of a stream can be computed
/// without the numbers before it. Bits and integers use integer arithmetic only and are the same on every machine.
/// </summary>
public struct PhiloxRandom
{
    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _block;
    private UInt128 _buffer;
    private int _left;

    /// <summary>Creates a generator at the start of a stream.</summary>
    /// <param name="seed">Random seed, the key of the generator.</param>
    /// <param name="stream">Number of one of the 2⁶⁴ independent streams of the seed.</param>
    public PhiloxRandom(ulong seed, ulong stream = 0)
    {
        _seed = seed;
        _stream = stream;
    }

    /// <summary>Returns the next 32 random bits.</summary>
    /// <returns>The bits.</returns>
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

    /// <summary>Returns the next 64 random bits.</summary>
    /// <returns>The bits.</returns>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Returns an unbiased random integer in [0, <paramref name="exclusiveMax"/>) (Lemire 2019).</summary>
    /// <param name="exclusiveMax">Exclusive upper bound, greater than 0.</param>
    /// <returns>The random integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is 0 or negative.</exception>
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

    /// <summary>Returns an unbiased random integer in [<paramref name="min"/>, <paramref name="exclusiveMax"/>).</summary>
    /// <param name="min">Inclusive lower bound.</param>
    /// <param name="exclusiveMax">Exclusive upper bound, greater than <paramref name="min"/>.</param>
    /// <returns>The random integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty.</exception>
    public int NextInt32(int min, int exclusiveMax) => min + NextInt32(exclusiveMax - min);

    /// <summary>Returns a random number in [0, 1) with 53 random bits.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a standard normal random number (Box and Muller 1958, one number of each pair). Its last digit may differ between platforms, because it uses their logarithm and cosine.</summary>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Shuffles items in place (Fisher and Yates).</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Returns the number in [0, 1) of the given block of a stream, with 53 random bits.</summary>
    internal static double UnitAt(ulong block, ulong stream, ulong seed) => ((ulong)Philox(block, stream, seed) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Computes one block of Philox4x32-10: 128 random bits from the counter (<paramref name="block"/>, <paramref name="stream"/>) and a key.</summary>
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
