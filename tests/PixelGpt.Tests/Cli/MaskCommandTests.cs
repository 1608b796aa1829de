using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>The commands that draw any part of pictures, vary them and generate new ones.</summary>
public sealed class MaskCommandTests : IDisposable
{
    private const int Width = TinyModels.Width, Height = TinyModels.Height;

    private static readonly Rgba White = new(255, 255, 255), Black = new(0, 0, 0);

    private readonly CliFixture _out = new();
    private readonly string _model, _picture;
    private readonly Sprite _sprite;

    public MaskCommandTests()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        _model = TinyModels.Save(_out["model"], model);
        _sprite = new Sprite(Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => i % 4)]);
        _picture = _out["hero.png"];
        PngWriter.Write(_picture, SpriteImage.Render(_sprite, model.Palette));
    }

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task Complete_draws_the_masked_pixels_only()
    {
        string mask = Mask("mask.png", i => i is 8 or 9 or 14);
        CliResult result = await CliFixture.RunAsync("complete", _model, _picture, "--mask", mask, "--samples", "3", "--temperature", "5", "--out", _out["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((3, 27), ((int)result.Json["completions"]!, (int)result.Json["pictures"]![0]!["prompt_pixels"]!));
        Rgba[] original = PngReader.Read(_picture).Pixels.ToArray();
        Rgba[][] drawn = [.. Enumerable.Range(1, 3).Select(i => PngReader.Read(Path.Combine(_out["out"], $"hero-{i}.png")).Pixels.ToArray())];
        foreach (Rgba[] pixels in drawn) Assert.All(Enumerable.Range(0, pixels.Length).Where(i => i is not (8 or 9 or 14)), i => Assert.Equal(original[i], pixels[i]));
        Assert.True(drawn.DistinctBy(p => string.Join(' ', p)).Count() > 1);
    }

    [Fact]
    public async Task Transparent_pixels_are_drawn_if_the_edge_is_opaque()
    {
        PixelImage image = PngReader.Read(_picture);
        image.Pixels[8] = image.Pixels[9] = default;
        PngWriter.Write(_out["hole.png"], image);
        CliResult result = await CliFixture.RunAsync("complete", _model, _out["hole.png"], "--out", _out["out"]);
        Assert.Contains("2 transparent pixels are drawn", result.Out);
        Assert.All(PngReader.Read(Path.Combine(_out["out"], "hole.png")).Pixels.ToArray(), pixel => Assert.Equal(255, pixel.A));

        for (int i = 0; i < image.Pixels.Length; i++)
        {
            if (i % Width is 0 or Width - 1 || i < Width || i >= Width * (Height - 1)) image.Pixels[i] = default;
        }

        PngWriter.Write(_out["cut.png"], image);
        Assert.DoesNotContain("transparent pixels are drawn", (await CliFixture.RunAsync("complete", _model, _out["cut.png"], "--out", _out["out"])).Out);
        Assert.Contains("20 transparent pixels are drawn", (await CliFixture.RunAsync("complete", _model, _out["cut.png"], "--fill-transparent", "--out", _out["out"])).Out);
    }

    [Fact]
    public async Task Generate_writes_pictures_and_a_sheet()
    {
        CliResult result = await CliFixture.RunAsync("generate", _model, "-n", "5", "--max-colors", "3", "--transparent", "--out", _out["new"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["1.png", "2.png", "3.png", "4.png", "5.png", "sheet.png"], Directory.GetFiles(_out["new"]).Select(Path.GetFileName).Order());
        for (int i = 1; i <= 5; i++)
        {
            PixelImage picture = PngReader.Read(Path.Combine(_out["new"], $"{i}.png"));
            Assert.Equal((Width, Height), (picture.Width, picture.Height));
            Assert.Equal(default, picture.Pixels[0]);
            Assert.InRange(picture.Pixels.ToArray().Distinct().Count(), 1, 3);
        }

        byte[] first = File.ReadAllBytes(Path.Combine(_out["new"], "1.png"));
        await CliFixture.RunAsync("generate", _model, "-n", "1", "--max-colors", "3", "--transparent", "--threads", "3", "--out", _out["again"]);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_out["again"], "1.png")));
    }

    [Fact]
    public async Task Generate_accepts_any_model_and_for_a_free_palette_any_colours()
    {
        Assert.Equal(0, (await CliFixture.RunAsync("generate", TinyModels.Save(_out["gpt2"], TinyModels.PixelModel()), "-n", "2", "--out", _out["new"])).Code);
        _out.Write("two.hex", "102030\nff00ff\n");
        CliResult result = await CliFixture.RunAsync("generate", TinyModels.Save(_out["free"], TinyModels.PixelModel("pixelgpt-free")), "--size", "7x4", "--palette", _out["two.hex"], "-n", "1", "--temperature", "9", "--top-p", "1", "--out", _out["two"]);
        Assert.True(result.Code == 0, result.Error);
        PixelImage picture = PngReader.Read(Path.Combine(_out["two"], "1.png"));
        Assert.Equal((7, 4), (picture.Width, picture.Height));
        Assert.Equal([new Rgba(16, 32, 48), new Rgba(255, 0, 255)], picture.Pixels.ToArray().Distinct().OrderBy(p => p.R));
    }

    [Fact]
    public async Task Vary_writes_variations_that_keep_what_they_must()
    {
        string region = Mask("region.png", i => i % Width < 3);
        CliResult result = await CliFixture.RunAsync("vary", _model, _picture, "--strength", "1", "--region", region, "--keep", "colors", "--keep", "silhouette", "-n", "3", "--temperature", "9", "--out", _out["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["hero-1.png", "hero-2.png", "hero-3.png", "side_by_side.png"], Directory.GetFiles(_out["out"]).Select(Path.GetFileName).Order());
        Rgba[] original = PngReader.Read(_picture).Pixels.ToArray();
        for (int n = 1; n <= 3; n++)
        {
            Rgba[] varied = PngReader.Read(Path.Combine(_out["out"], $"hero-{n}.png")).Pixels.ToArray();
            Assert.Subset(new HashSet<Rgba>(original), new HashSet<Rgba>(varied));
            Assert.All(Enumerable.Range(0, varied.Length).Where(i => i % Width >= 3 || original[i] == original[0]), i => Assert.Equal(original[i], varied[i]));
        }
    }

    [Fact]
    public async Task Several_pictures_share_a_sheet()
    {
        File.Copy(_picture, _out["villain.png"]);
        foreach (string command in (string[])["vary", "complete"])
        {
            string[] more = command == "vary" ? ["-n", "2"] : ["--samples", "2"];
            CliResult one = await CliFixture.RunAsync([command, _model, _picture, .. more, "--out", _out["one"]]), two = await CliFixture.RunAsync([command, _model, _picture, _out["villain.png"], .. more, "--out", _out["two"]]);
            Assert.Equal((0, 0), (one.Code, two.Code));
            Assert.Equal(["hero-1.png", "hero-2.png", "side_by_side.png", "villain-1.png", "villain-2.png"], Directory.GetFiles(_out["two"]).Select(Path.GetFileName).Order());
            Assert.True(PngReader.Read(Path.Combine(_out["two"], "side_by_side.png")).Width > PngReader.Read(Path.Combine(_out["one"], "side_by_side.png")).Width);
        }
    }

    [Fact]
    public async Task Mistakes_are_explained()
    {
        string mask = Mask("mask.png", i => i == 8);
        string gpt2 = TinyModels.Save(_out["gpt2"], TinyModels.PixelModel());
        Assert.Contains("'pixel_order' any", await CliFixture.RefusedAsync("complete", gpt2, _picture, "--mask", mask));
        Assert.Contains("'pixel_order' any", await CliFixture.RefusedAsync("vary", gpt2, _picture));
        Assert.Contains("selects no pixel", await CliFixture.RefusedAsync("complete", _model, _picture, "--mask", Mask("none.png", _ => false)));
        Assert.Contains("use 'pixelgpt generate'", await CliFixture.RefusedAsync("complete", _model, _picture, "--mask", Mask("all.png", _ => true)));
        PngWriter.Write(_out["small.png"], PixelImage.OfSize(2, 2));
        Assert.Contains("the mask must have the size of the picture, 6×5 pixels (got 2×2)", await CliFixture.RefusedAsync("complete", _model, _picture, "--mask", _out["small.png"]));
        Assert.Contains("--mask requires pictures", await CliFixture.RefusedAsync("complete", _model, "--mask", mask));
        Assert.Contains("give either --mask", await CliFixture.RefusedAsync("complete", _model, _picture, "--mask", mask, "--prompt-fraction", "0.5"));
        Assert.Contains("--record is not supported", await CliFixture.RefusedAsync("complete", _model, _picture, "--mask", mask, "--record", "--out", _out["x"]));
        Assert.Contains("strength must be greater than 0", await CliFixture.RefusedAsync("vary", _model, _picture, "--strength", "0"));
        Assert.Contains("num-return-sequences must be 1 to 10000 (got 100000000)", await CliFixture.RefusedAsync("vary", _model, _picture, "-n", "100000000"));
        Assert.Contains("num-return-sequences must be 1 to 10000 (got 100000000)", await CliFixture.RefusedAsync("generate", _model, "-n", "100000000"));
        Assert.Contains("the folder has a run or model", await CliFixture.RefusedAsync("vary", _model, _picture, "--out", _model));
        Assert.Contains("give the pictures to vary", await CliFixture.RefusedAsync("vary", _model));
        Assert.Contains("--palette requires a model that works with any palette", await CliFixture.RefusedAsync("generate", _model, "--palette", "x.hex"));
        Assert.Contains("size must be width and height", await CliFixture.RefusedAsync("generate", _model, "--size", "big"));
    }

    private string Mask(string name, Func<int, bool> isSelected)
    {
        PixelImage mask = PixelImage.OfSize(Width, Height);
        for (int i = 0; i < mask.Pixels.Length; i++) mask.Pixels[i] = isSelected(i) ? White : Black;
        PngWriter.Write(_out[name], mask);
        return _out[name];
    }
}
