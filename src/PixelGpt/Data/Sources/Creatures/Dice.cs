using PixelGpt.Numerics;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The chance behind one creature: a stream of random numbers with the few kinds of throw that drawing needs.</summary>
internal sealed class Dice(ulong seed, ulong stream)
{
    private PhiloxRandom _random = new(seed, stream);

    /// <summary>A whole number of <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Int(int min, int max) => _random.NextInt32(min, max + 1);

    /// <summary>A number of <paramref name="min"/> to <paramref name="max"/>.</summary>
    public double Real(double min, double max) => min + ((max - min) * _random.NextDouble());

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>One of several, each as likely.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[_random.NextInt32(items.Length)];

    /// <summary>All of 32 bits.</summary>
    public uint Bits() => _random.NextUInt32();
}
