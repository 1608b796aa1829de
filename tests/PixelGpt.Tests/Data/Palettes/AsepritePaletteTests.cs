using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Tests.Imaging.Aseprite;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Palettes;

public sealed class AsepritePaletteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hero.aseprite")]
    [InlineData("hero.ase")]
    [InlineData("hero.gpl")]
    public void The_palette_of_an_Aseprite_file_is_read_with_any_name(string name)
    {
        File.WriteAllBytes(_folder[name], AsepriteMaker.File(4, 4, 8, [AsepriteMaker.Frame(AsepriteMaker.Palette(3, 0, (0, 0, 0, 0), (10, 20, 30, 255), (1, 2, 3, 255)))]));
        Assert.Equal((Rgb[])[new(0, 0, 0), new(10, 20, 30), new(1, 2, 3)], PaletteFile.Load(_folder[name]).Colors);
    }

    [Fact]
    public void A_file_without_a_palette_has_the_colours_of_its_first_frame()
    {
        File.WriteAllBytes(_folder["a.aseprite"], AsepriteMaker.File(2, 1, 32, [AsepriteMaker.Frame(AsepriteMaker.Layer("a"), AsepriteMaker.Raw(0, 0, 0, 2, 1, [9, 8, 7, 255, 1, 1, 1, 10]))]));
        Assert.Equal((Rgb[])[new(9, 8, 7)], PaletteFile.Load(_folder["a.aseprite"]).Colors);
    }
}
