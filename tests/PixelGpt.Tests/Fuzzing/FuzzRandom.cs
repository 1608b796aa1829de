using PixelGpt.Numerics;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>The random numbers for one input. They depend only on seed and iteration, so that a single input can be reproduced.</summary>
internal sealed class FuzzRandom(ulong seed, ulong iteration)
{
    private PhiloxRandom _random = new(seed, iteration);

    /// <summary>Returns an integer from 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => _random.NextInt32(count);

    public bool OneIn(int count) => Below(count) == 0;

    public byte Byte() => (byte)Below(256);

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Returns a number near the limit of an integer type or a power of two, or a small number.</summary>
    public ulong Extreme() => Below(6) switch
    {
        0 => (ulong)Below(4),
        1 => (1UL << Below(64)) - (ulong)Below(2),
        2 => ulong.MaxValue - (ulong)Below(4),
        3 => (ulong)long.MaxValue + (ulong)Below(2),
        4 => (ulong)int.MaxValue - 1 + (ulong)Below(3),
        _ => (ulong)Below(70_000),
    };
}
