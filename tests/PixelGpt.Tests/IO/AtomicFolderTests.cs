using PixelGpt.IO;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.IO;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_creates_and_replaces_a_folder()
    {
        AtomicFolder.Write(_folder["a/b"], path => File.WriteAllText(Path.Combine(path, "one"), "1"));
        AtomicFolder.Write(_folder["a/b/"], path => File.WriteAllText(Path.Combine(path, "two"), "2"));
        Assert.Equal([_folder["a/b/two"]], Directory.GetFileSystemEntries(_folder["a/b"]));
        Assert.Equal([_folder["a/b"]], Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void A_failed_write_leaves_only_the_old_folder()
    {
        AtomicFolder.Write(_folder["a"], path => File.WriteAllText(Path.Combine(path, "one"), "1"));
        Assert.Throws<InputException>(() => AtomicFolder.Write(_folder["a"], _ => throw new InputException("no")));
        Assert.Throws<FailureException>(() => AtomicFolder.Write(_folder["a"], path => File.WriteAllText(Path.Combine(path, "no/such/folder"), "1")));
        Assert.Equal([_folder["a"]], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal([_folder["a/one"]], Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void An_existing_file_is_not_replaced()
    {
        _folder.Write("a", "precious");
        Assert.Throws<FailureException>(() => AtomicFolder.Write(_folder["a"], _ => { }));
        Assert.Equal("precious", File.ReadAllText(_folder["a"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }
}
