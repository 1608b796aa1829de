using PixelGpt.Numerics;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The random numbers for one creature.</summary>
internal sealed class CreatureRandom(ulong seed, ulong stream)
{
    private PhiloxRandom _random = new(seed, stream);

    /// <summary>Returns an integer of <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int NextInt(int min, int max) => _random.NextInt32(min, max + 1);

    /// <summary>Returns a number of at least <paramref name="min"/> and less than <paramref name="max"/>.</summary>
    public double NextDouble(double min, double max) => min + ((max - min) * _random.NextDouble());

    /// <summary>Returns true with the given probability.</summary>
    public bool NextBool(double probability) => _random.NextDouble() < probability;

    /// <summary>Returns one of the items, each with equal probability.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[_random.NextInt32(items.Length)];

    /// <summary>Returns 32 random bits.</summary>
    public uint NextUInt32() => _random.NextUInt32();
}
