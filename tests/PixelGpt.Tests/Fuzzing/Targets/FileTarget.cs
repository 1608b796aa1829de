using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>A reader that takes a path: inputs are put into a file of one name.</summary>
internal abstract class FileTarget(string name, string fileName, IReadOnlyList<byte[]> seeds) : FuzzTarget(name, seeds)
{
    protected TemporaryFolder Folder { get; } = new(inMemory: true);

    public sealed override void Read(byte[] input)
    {
        File.WriteAllBytes(Folder[fileName], input);
        Read(Folder[fileName]);
    }

    /// <summary>What small files of text or JSON take, in all forms it goes through.</summary>
    public override long MaxAllocated(int length) => (1 << 20) + (200L * length);

    public sealed override void Dispose()
    {
        Folder.Dispose();
        base.Dispose();
    }

    protected abstract void Read(string path);
}
