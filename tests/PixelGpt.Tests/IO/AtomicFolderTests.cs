using PixelGpt.IO;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.IO;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_made_and_replaced_whole()
    {
        AtomicFolder.Write(_folder["a/b"], path => File.WriteAllText(Path.Combine(path, "one"), "1"));
        AtomicFolder.Write(_folder["a/b/"], path => File.WriteAllText(Path.Combine(path, "two"), "2"));
        Assert.Equal([_folder["a/b/two"]], Directory.GetFileSystemEntries(_folder["a/b"]));
        Assert.Equal([_folder["a/b"]], Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void What_fails_leaves_the_old_one_and_no_trace()
    {
        AtomicFolder.Write(_folder["a"], path => File.WriteAllText(Path.Combine(path, "one"), "1"));
        Assert.Throws<InputException>(() => AtomicFolder.Write(_folder["a"], _ => throw new InputException("no")));
        Assert.Throws<FailureException>(() => AtomicFolder.Write(_folder["a"], path => File.WriteAllText(Path.Combine(path, "no/such/folder"), "1")));
        Assert.Equal([_folder["a"]], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal([_folder["a/one"]], Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void A_file_in_the_way_stays()
    {
        _folder.Write("a", "precious");
        Assert.Throws<FailureException>(() => AtomicFolder.Write(_folder["a"], _ => { }));
        Assert.Equal("precious", File.ReadAllText(_folder["a"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }
}
