namespace PixelGpt.Tests.Fuzzing;

/// <summary>A reader that is fuzzed.</summary>
/// <param name="name">The name in reports.</param>
/// <param name="seeds">Valid inputs that mutations start from.</param>
internal abstract class FuzzTarget(string name, IReadOnlyList<byte[]> seeds) : IDisposable
{
    public string Name { get; } = name;

    public IReadOnlyList<byte[]> Seeds { get; } = seeds;

    /// <summary>Changes an input with knowledge of the format: checksums and lengths are corrected, so that the change reaches the code after them.</summary>
    public abstract byte[] Mutate(byte[] input, FuzzRandom random);

    /// <summary>Reads an input and uses the whole result. Any exception other than <see cref="PixelGptException"/> is a finding.</summary>
    public abstract void Read(byte[] input);

    /// <summary>Returns the maximum number of bytes that may be allocated for an input of the given length.</summary>
    public abstract long MaxAllocated(int length);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
