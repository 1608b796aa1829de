using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Tests.Imaging.Aseprite;

namespace PixelGpt.Tests.Import;

public sealed class AsepriteImportTests : IDisposable
{
    private readonly ImportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void All_frames_are_imported_and_those_of_a_tag_stay_in_one_split()
    {
        byte[][] frames = [.. Enumerable.Range(0, 12).Select(i => AsepriteMaker.Frame([.. i == 0 ? (byte[][])[AsepriteMaker.Layer("a"), AsepriteMaker.Tags(("walk", 0, 3), ("jump", 4, 11))] : [], AsepriteMaker.Compressed(0, 0, 0, 8, 8, Noise(i))]))];
        File.WriteAllBytes(_fixture["hero.aseprite"], AsepriteMaker.File(8, 8, 32, frames));
        (SpriteDataset data, ImportReport report) = SpriteImport.Run("a", PictureFileFinder.Find([_fixture["hero.aseprite"]], isSheet: false), new ImportOptions { Splits = SplitPlan.Parse("8,4,0"), NearDuplicates = 0 });
        Assert.Equal((12, 2, 8), (report.Sprites, report.Groups, report.LargestGroup));
        Assert.Equal((8, 4), (data["train"].Count, data["dev"].Count));
    }

    [Fact]
    public void A_file_in_a_folder_is_found_and_its_notes_are_reported()
    {
        Directory.CreateDirectory(_fixture["in"]);
        File.WriteAllBytes(_fixture["in/hero.ase"], AsepriteMaker.File(8, 8, 32, [AsepriteMaker.Frame(AsepriteMaker.Layer("glow", blendMode: 1), AsepriteMaker.Raw(0, 1, 1, 6, 6, Noise(1)[..144]))]));
        File.WriteAllBytes(_fixture["in/bad.aseprite"], AsepriteMaker.File(8, 8, 24, [AsepriteMaker.Frame()]));
        (_, ImportReport report) = SpriteImport.Run("a", PictureFileFinder.Find([_fixture["in"]], isSheet: false), new ImportOptions { Splits = SplitPlan.Parse("1,0,0") });
        Assert.Equal(1, report.Sprites);
        Assert.Contains("24 bits per pixel", Assert.Single(report.SkippedFiles));
        Assert.Contains(report.Warnings, w => w.Contains("hero.ase") && w.Contains("blend mode"));
    }

    [Fact]
    public void Limits_are_checked_before_frames_are_drawn()
    {
        byte[] file = AsepriteMaker.File(8000, 8000, 8, [AsepriteMaker.Frame(), AsepriteMaker.Frame()]);
        Assert.Contains("2 frames of 8000×8000 pixels exceed the limit", Assert.Throws<InputException>(() => PictureFormats.Default.Read(file, "a.ase")).Message);
        Assert.Equal(2, PictureFormats.Default.Read(AsepriteMaker.File(8, 8, 8, [AsepriteMaker.Frame(), AsepriteMaker.Frame()]), "a.ase", new PictureLimits { Frames = 1 }).FrameCount);
    }

    private static byte[] Noise(int seed)
    {
        PixelImage image = ImportFixture.Noise(seed);
        return [.. image.Pixels.ToArray().SelectMany(p => (byte[])[p.R, p.G, p.B, p.A])];
    }
}
