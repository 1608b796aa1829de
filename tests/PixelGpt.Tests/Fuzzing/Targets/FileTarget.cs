using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>A reader that takes a path. Inputs are written to a file.</summary>
internal abstract class FileTarget(string name, string fileName, IReadOnlyList<byte[]> seeds) : FuzzTarget(name, seeds)
{
    protected TemporaryFolder Folder { get; } = new(inMemory: true);

    public sealed override void Read(byte[] input)
    {
        File.WriteAllBytes(Folder[fileName], input);
        Read(Folder[fileName]);
    }

    /// <summary>Enough for all intermediate forms of small text or JSON files.</summary>
    public override long MaxAllocated(int length) => (1 << 20) + (200L * length);

    public sealed override void Dispose()
    {
        Folder.Dispose();
        base.Dispose();
    }

    protected abstract void Read(string path);
}
