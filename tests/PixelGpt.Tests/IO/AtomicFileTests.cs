using PixelGpt.IO;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.IO;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_creates_folders_and_replaces_an_existing_file()
    {
        string path = _folder[Path.Combine("a", "b", "file.txt")];
        AtomicFile.WriteAllText(path, "old and longer");
        AtomicFile.WriteAllText(path, "näu");

        Assert.Equal("näu"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_failed_write_leaves_only_the_old_file()
    {
        string path = _folder.Write("file.txt", "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Readers_see_the_old_content_until_the_new_file_is_complete()
    {
        string path = _folder.Write("file.txt", "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_disk_error_is_a_failure_that_names_the_file()
    {
        string path = Path.Combine(_folder.Write("file", ""), "inside a file");

        var e = Assert.Throws<FailureException>(() => AtomicFile.WriteAllText(path, "x"));
        Assert.StartsWith($"{path}: could not be written: ", e.Message, StringComparison.Ordinal);

        var full = Assert.Throws<FailureException>(() => AtomicFile.Write(_folder["other"], _ => throw new IOException("No space left on device")));
        Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
    }
}
