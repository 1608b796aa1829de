using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Import;
using PixelGpt.Pictures;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Import;

/// <summary>Tests the import of pictures in other formats than PNG, and of several frames per file.</summary>
public sealed class AnimatedImportTests : IDisposable
{
    private static readonly ImportOptions Options = new() { Formats = ReadableFormats.All, NearDuplicates = 0 };

    private readonly ImportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_format_gives_the_same_sprites_with_their_transparency()
    {
        for (int i = 0; i < 4; i++) _fixture.Write($"png/{i}.png", ImportFixture.Noise(i));
        SpriteDataset expected = _fixture.Import(new ImportOptions(), "png").Data;
        foreach (string kind in (string[])["gif", "bmp", "tga", "webp"])
        {
            (string extension, SixLabors.ImageSharp.Formats.IImageEncoder encoder) = PictureSamples.Lossless[kind];
            for (int i = 0; i < 4; i++) Write($"{kind}/{i}{extension}", PictureSamples.Encode(ImportFixture.Noise(i), encoder));
            (SpriteDataset data, ImportReport report) = Import(Options, kind);
            Assert.Equal((4, 0, 0), (report.Sprites, report.AnimatedFiles, report.LossyFiles));
            Assert.Equal(expected.Checksum(), data.Checksum());
        }
    }

    [Fact]
    public void Frames_are_sprites_that_stay_in_one_split()
    {
        for (int file = 0; file < 5; file++) Write($"in/{file}.gif", PictureSamples.AnimatedGif([.. Enumerable.Range(0, 4).Select(frame => ImportFixture.Noise((10 * file) + frame))]));
        Write("in/twice.gif", PictureSamples.AnimatedGif(ImportFixture.Noise(90), ImportFixture.Noise(90)));
        (SpriteDataset data, ImportReport report) = Import(Options with { Splits = SplitPlan.Parse("0.6,0.2,0.2") }, "in");
        Assert.Equal((6, 22, 21, 1), (report.AnimatedFiles, report.Frames, report.Sprites, report.Duplicates));
        Assert.Equal((6, 22, 0), ((int)report.ToJson()["animated_files"]!, (int)report.ToJson()["frames"]!, (int)report.ToJson()["lossy_files"]!));
        Assert.Equal((5, 4), (report.Groups, report.LargestGroup));
        for (int file = 0; file < 5; file++)
        {
            var frames = Enumerable.Range(0, 4).Select(frame => ImportFixture.Colors(ImportFixture.Noise((10 * file) + frame), report.Background)).ToHashSet();
            Assert.Single(data.Splits, split => split.Value.Any(sprite => frames.Contains(ImportFixture.Colors(sprite, data.Palette))));
        }
    }

    [Fact]
    public void Tiles_at_one_position_of_all_frames_stay_in_one_split()
    {
        PixelImage[] frames = [.. Enumerable.Range(0, 3).Select(frame => ImportFixture.Sheet([.. Enumerable.Range(0, 4).Select(tile => ImportFixture.Noise((10 * frame) + tile))], 2, 0, 0))];
        Write("sheet.gif", PictureSamples.AnimatedGif(frames));
        ImportReport report = Import(Options with { Cutter = new GridCutter((8, 8), (0, 0), (0, 0)) }, "sheet.gif").Report;
        Assert.Equal((12, 4, 3), (report.Sprites, report.Groups, report.LargestGroup));
        report = Import(Options with { Cutter = new GridCutter((10, 8), (0, 0), (0, 0)) }, "sheet.gif").Report;
        Assert.Contains("6 of 12 tiles were cut; the other 6", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Blurred_and_misnamed_pictures_are_reported_and_a_bad_one_is_skipped()
    {
        for (int i = 0; i < 3; i++) Write($"in/{i}.jpg", PictureSamples.Jpeg(ImportFixture.Noise(i, 16, 16)));
        Write("in/a.png", PictureSamples.Gif(ImportFixture.Noise(7)));
        Write("in/b.gif", PictureSamples.Gif(ImportFixture.Noise(7))[..40]);
        Write("in/c.webp", "RIFF\0\0\0\0WEBPVP8L"u8.ToArray());
        ImportReport report = Import(Options, "in").Report;
        Assert.Equal((4, 4, 3), (report.Files, report.Sprites, report.LossyFiles));
        Assert.Contains("a.png: the picture is in GIF format, although its name ends with .png", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, report.SkippedFiles.Count);
        Assert.Contains("b.gif: unreadable GIF: the file ends within its first frame", report.SkippedFiles[0], StringComparison.Ordinal);
        Assert.Contains("c.webp: unreadable WebP", report.SkippedFiles[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_pictures_has_every_frame()
    {
        _fixture.Write("in/a.png", ImportFixture.Noise(1));
        Write("in/b.gif", PictureSamples.AnimatedGif(ImportFixture.Noise(2), ImportFixture.Noise(3)));
        var folder = PictureFolder.Load(_fixture["in"], ReadableFormats.All);
        Assert.Equal(["a", "b, frame 1", "b, frame 2"], folder.Names);
        Assert.Equal((1, 2), (folder.Reader.Animated, folder.Reader.Frames));
    }

    private void Write(string name, byte[] file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_fixture[name])!);
        File.WriteAllBytes(_fixture[name], file);
    }

    private (SpriteDataset Data, ImportReport Report) Import(ImportOptions options, string name) =>
        SpriteImport.Run("mine", PictureFileFinder.Find([_fixture[name]], isSheet: options.Cutter is not null, ReadableFormats.All), options);
}
