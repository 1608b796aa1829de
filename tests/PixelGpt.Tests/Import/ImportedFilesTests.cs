using System.Text;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Rendering;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Import;

/// <summary>Tests which files of a folder are imported, and that all others are reported.</summary>
public sealed class ImportedFilesTests : IDisposable
{
    private readonly ImportFixture _fixture = new();

    public ImportedFilesTests()
    {
        for (int i = 0; i < 4; i++) _fixture.Write($"in/{i}.png", ImportFixture.Noise(i));
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Files_that_cannot_be_read_are_skipped_with_the_reason()
    {
        File.WriteAllBytes(_fixture["in/a.png"], [.. "GIF89a"u8, 8, 0, 8, 0]);
        File.WriteAllBytes(_fixture["in/b.png"], File.ReadAllBytes(_fixture["in/0.png"])[..^20]);
        File.WriteAllBytes(_fixture["in/c.jpg"], [0xFF, 0xD8, 0xFF, 0xE0]);
        ImportReport report = _fixture.Import(new ImportOptions(), "in").Report;
        Assert.Equal((4, 4), (report.Files, report.Sprites));
        Assert.Equal(3, report.SkippedFiles.Count);
        Assert.Contains("a.png: this is a GIF picture", report.SkippedFiles[0], StringComparison.Ordinal);
        Assert.Contains("b.png: unreadable PNG", report.SkippedFiles[1], StringComparison.Ordinal);
        Assert.Contains("c.jpg: this is a JPEG picture", report.SkippedFiles[2], StringComparison.Ordinal);
        Assert.Equal(3, report.ToJson()["skipped_files"]!.AsArray().Count);
        Assert.Contains("a.png", Assert.Throws<InputException>(() => _fixture.Import(new ImportOptions { IsStrict = true }, "in")).Message, StringComparison.Ordinal);
        string nothing = Assert.Throws<InputException>(() => _fixture.Import(new ImportOptions(), "in/a.png")).Message;
        Assert.StartsWith("no sprites remain: all 1 files were skipped; ", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_chunk_without_effect_is_a_warning_and_an_error_if_strict()
    {
        byte[] time = PngMaker.Chunk("tIME", 1, 2, 3, 4, 5, 6, 7), file = File.ReadAllBytes(_fixture["in/0.png"]);
        time[^1] ^= 1;
        File.WriteAllBytes(_fixture["in/0.png"], [.. file[..33], .. time, .. file[33..]]);
        ImportReport report = _fixture.Import(new ImportOptions(), "in").Report;
        Assert.Equal(4, report.Sprites);
        Assert.Contains("0.png: chunk tIME", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Contains("leave out --strict", Assert.Throws<InputException>(() => _fixture.Import(new ImportOptions { IsStrict = true }, "in")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Side_files_of_macOS_are_ignored_and_counted()
    {
        byte[] side = [0, 5, 0x16, 7, .. new byte[98]];
        Directory.CreateDirectory(_fixture["in/__MACOSX/deep"]);
        foreach (string name in (string[])["in/._0.png", "in/__MACOSX/._0.png", "in/__MACOSX/deep/1.png"]) File.WriteAllBytes(_fixture[name], side);
        IReadOnlyList<PictureFile> files = PictureFileFinder.Find([_fixture["in"]], isSheet: false, PictureFormats.Default, out int macFiles);
        Assert.Equal((4, 3), (files.Count, macFiles));
        var folder = PictureFolder.Load(_fixture["in"], PictureFormats.Default);
        Assert.Equal((4, 1, 0), (folder.Pictures.Count, folder.MacFiles, folder.Reader.Skipped.Count));
    }

    [Fact]
    public void Links_to_files_are_followed_and_links_to_folders_are_not()
    {
        if (OperatingSystem.IsWindows()) return;
        _fixture.Write("elsewhere/linked.png", ImportFixture.Noise(9));
        File.CreateSymbolicLink(_fixture["in/link.png"], _fixture["elsewhere/linked.png"]);
        File.CreateSymbolicLink(_fixture["in/broken.png"], _fixture["nowhere.png"]);
        Directory.CreateSymbolicLink(_fixture["in/up"], _fixture["in"]);
        ImportReport report = _fixture.Import(new ImportOptions(), "in").Report;
        Assert.Equal(5, report.Sprites);
        Assert.Contains("broken.png: ", Assert.Single(report.SkippedFiles), StringComparison.Ordinal);
    }

    [Fact]
    public void Contact_sheets_and_palettes_of_the_program_are_not_imported_as_sprites()
    {
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions(), "in");
        ImportedFolder.Write(_fixture["in/imported"], data, report);
        PngWriter.Write(_fixture["in/side_by_side.png"], ContactSheet.Triptych([(data["train"][0], data["train"][0], null)], data.Palette, "t"));
        report = _fixture.Import(new ImportOptions(), "in").Report;
        Assert.Equal((4, 4, 3, 0), (report.Files, report.Sprites, report.Overviews, report.SkippedFiles.Count));
        string nothing = Assert.Throws<InputException>(() => _fixture.Import(new ImportOptions(), "in/imported")).Message;
        Assert.Contains("all pictures are contact sheets or palettes drawn by PixelGpt", nothing, StringComparison.Ordinal);
        Assert.Equal(4, PictureFolder.Load(_fixture["in"], PictureFormats.Default).Pictures.Count);
    }

    [Fact]
    public void A_folder_of_pictures_skips_files_that_cannot_be_read()
    {
        File.WriteAllText(_fixture["in/a.png"], "<!doctype html>", Encoding.ASCII);
        var folder = PictureFolder.Load(_fixture["in"], PictureFormats.Default);
        Assert.Equal(["0", "1", "2", "3"], folder.Names);
        Assert.Contains("a.png: this is an HTML page", Assert.Single(folder.Reader.Skipped), StringComparison.Ordinal);
        Assert.Contains("an HTML page", Assert.Throws<InputException>(() => PictureFolder.Load(_fixture["in"], PictureFormats.Default, isStrict: true)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_fixture["bad"]);
        File.Copy(_fixture["in/a.png"], _fixture["bad/a.png"]);
        Assert.Contains("bad: no picture remains: all 1 files were skipped; ", Assert.Throws<InputException>(() => PictureFolder.Load(_fixture["bad"], PictureFormats.Default)).Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void A_folder_as_a_macOS_archive_unpacks_has_its_sprites_only()
    {
        string folder = SharedData.PathOf("cases", "folders", "mac");
        IReadOnlyList<PictureFile> files = PictureFileFinder.Find([folder], isSheet: false, PictureFormats.Default, out int macFiles);
        Assert.Equal((12, 13), (files.Count, macFiles));
        Assert.Equal(12, SpriteImport.Run("mac", files, new ImportOptions()).Report.Found);
        Assert.Equal((12, 12), (PictureFolder.Load(folder, PictureFormats.Default).Pictures.Count, PictureFolder.Load(folder, PictureFormats.Default).MacFiles));
    }
}
