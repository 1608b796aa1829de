using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Import;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Cli;

/// <summary>Commands with pictures in other formats than PNG, and what they report about the files.</summary>
public sealed class PictureFormatCommandTests : IDisposable
{
    private const int Width = TinyModels.Width, Height = TinyModels.Height;

    private readonly CliFixture _out = new();
    private readonly string _model;
    private readonly PixelImage _picture, _second;

    public PictureFormatCommandTests()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        _model = TinyModels.Save(_out["model"], model);
        _picture = SpriteImage.Render(new Sprite(Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => 1 + (i % 4))]), model.Palette);
        _second = SpriteImage.Render(new Sprite(Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => 1 + (i % 3))]), model.Palette);
    }

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task A_frame_of_a_gif_is_completed_and_varied()
    {
        File.WriteAllBytes(_out["hero.gif"], PictureSamples.AnimatedGif(_picture, _second));
        CliResult first = await CliFixture.RunAsync("complete", _model, _out["hero.gif"], "--prompt-fraction", "0.5", "--out", _out["first"], "--json");
        Assert.True(first.Code == 0, first.Error);
        Assert.Contains("hero.gif: the picture has 2 frames; the first one is used", first.Error, StringComparison.Ordinal);
        Assert.Contains("2 frames", (string)first.Json["pictures"]![0]!["notes"]![0]!, StringComparison.Ordinal);
        Assert.Equal(_picture.Row(0).ToArray(), PngReader.Read(_out["first/hero.png"]).Row(0).ToArray());

        CliResult second = await CliFixture.RunAsync("complete", _model, _out["hero.gif"], "--frame", "2", "--prompt-fraction", "0.5", "--out", _out["second"], "--json");
        Assert.True(second.Code == 0, second.Error);
        Assert.Empty(second.Json["pictures"]![0]!["notes"]!.AsArray());
        Assert.Equal(_second.Row(0).ToArray(), PngReader.Read(_out["second/hero.png"]).Row(0).ToArray());

        CliResult varied = await CliFixture.RunAsync("vary", _model, _out["hero.gif"], "--frame", "2", "-n", "1", "--out", _out["varied"]);
        Assert.True(varied.Code == 0, varied.Error);
        Assert.Contains("hero.gif: the picture has 2 frames, so there is no frame 3", await CliFixture.RefusedAsync("vary", _model, _out["hero.gif"], "--frame", "3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_may_have_another_format()
    {
        PngWriter.Write(_out["hero.png"], _picture);
        var mask = new PixelImage(Width, Height);
        foreach (ref Rgba pixel in mask.Pixels) pixel = new Rgba(0, 0, 0);
        mask.Pixels[8] = mask.Pixels[9] = new Rgba(255, 255, 255);
        File.WriteAllBytes(_out["mask.bmp"], PictureSamples.Encode(mask, PictureSamples.Lossless["bmp-24"].Encoder));
        CliResult result = await CliFixture.RunAsync("complete", _model, _out["hero.png"], "--mask", _out["mask.bmp"], "--out", _out["out"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((Width * Height) - 2, (int)result.Json["pictures"]![0]!["prompt_pixels"]!);
    }

    [Fact]
    public async Task Semi_transparent_pixels_and_damaged_chunks_are_reported()
    {
        PixelImage image = _picture.Crop(new PixelArea(0, 0, Width, Height));
        image.Pixels[0] = image.Pixels[0] with { A = 200 };
        image.Pixels[1] = image.Pixels[1] with { A = 9 };
        PngWriter.Write(_out["hero.png"], image);
        byte[] time = PngMaker.Chunk("tIME", 1, 2, 3, 4, 5, 6, 7), file = File.ReadAllBytes(_out["hero.png"]);
        time[^1] ^= 1;
        File.WriteAllBytes(_out["hero.png"], [.. file[..33], .. time, .. file[33..]]);
        foreach (string command in (string[])["complete", "vary"])
        {
            CliResult result = await CliFixture.RunAsync(command, _model, _out["hero.png"], "--out", _out[command], "--json");
            Assert.True(result.Code == 0, result.Error);
            Assert.Contains("hero.png: chunk tIME at byte 33 fails its CRC check and was ignored", result.Error, StringComparison.Ordinal);
            Assert.Contains("hero.png: 2 semi-transparent pixels: 1 became opaque, 1 transparent", result.Error, StringComparison.Ordinal);
            Assert.Equal(2, result.Json["pictures"]![0]!["notes"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task An_import_shows_frames_and_blurred_pictures()
    {
        Directory.CreateDirectory(_out["in"]);
        for (int i = 0; i < 4; i++) File.WriteAllBytes(_out[$"in/{i}.gif"], PictureSamples.AnimatedGif(ImportFixture.Noise(i), ImportFixture.Noise(10 + i)));
        File.WriteAllBytes(_out["in/a.jpg"], PictureSamples.Jpeg(ImportFixture.Noise(50)));
        CliResult result = await CliFixture.RunAsync("data", "import", _out["in"], "--out", _out["mine"]);
        Assert.True(result.Code == 0, result.Error);
        string text = string.Join(' ', result.Out.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("frames 8 frames of 4 files; those of one file stay in one split", text, StringComparison.Ordinal);
        Assert.Contains("lossy 1 file with lossy compression (JPEG, some WebP and TIFF): its colours are blurred", text, StringComparison.Ordinal);
        Assert.Contains("GIF", (await CliFixture.RunAsync("data", "import", "--help")).Out, StringComparison.Ordinal);
    }
}
