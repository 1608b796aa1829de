namespace PixelGpt.Tests.Fuzzing;

/// <summary>A reader under fuzzing.</summary>
/// <param name="name">Its name in reports.</param>
/// <param name="seeds">Sound inputs to start from.</param>
internal abstract class FuzzTarget(string name, IReadOnlyList<byte[]> seeds) : IDisposable
{
    public string Name { get; } = name;

    public IReadOnlyList<byte[]> Seeds { get; } = seeds;

    /// <summary>Changes an input as one who knows the format would: checksums and lengths that guard what is behind them are put right again.</summary>
    public abstract byte[] Mutate(byte[] input, FuzzRandom random);

    /// <summary>Reads an input and uses all that it gives. Anything but a result or a <see cref="PixelGptException"/> is a finding.</summary>
    public abstract void Read(byte[] input);

    /// <summary>The most bytes that may be allocated for an input of so many.</summary>
    public abstract long MaxAllocated(int length);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
