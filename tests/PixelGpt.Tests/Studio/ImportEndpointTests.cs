using System.Text.Json.Nodes;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests of importing pictures with choices: crop, scale, size, palette and background.</summary>
public sealed class ImportEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private static readonly Rgba Red = new(200, 30, 20), Blue = new(20, 40, 200), White = new(255, 255, 255);

    [Fact]
    public async Task A_picture_is_described_before_it_is_imported()
    {
        var image = new PixelImage(96, 64);
        image.Fill(0, 0, 96, 64, White);
        image.Fill(16, 8, 24, 40, Red);
        image.Fill(24, 16, 8, 8, Blue);
        JsonObject facts = await studio.PostAsync("/api/v1/images/inspect", $$"""{"image": "{{Base64(image)}}"}""");
        Assert.Equal((96, 64, 8, 3, false, "#ffffff"), ((int)facts["width"]!, (int)facts["height"]!, (int)facts["scale"]!, (int)facts["colors"]!, (bool)facts["transparent"]!, (string)facts["background"]!));
        Assert.Equal("{\"x\":16,\"y\":8,\"width\":24,\"height\":40}", facts["content"]!.ToJsonString());
        Assert.Equal(image.Pixels.ToArray(), PngReader.Read(Convert.FromBase64String((string)facts["preview"]!), "preview").Pixels.ToArray());

        JsonObject large = await studio.PostAsync("/api/v1/images/inspect", $$"""{"image": "{{Base64(Gradient(1000))}}"}""");
        Assert.Equal((257, 512), ((int)large["colors"]!, PngReader.Read(Convert.FromBase64String((string)large["preview"]!), "preview").Width));
    }

    [Fact]
    public async Task A_part_of_an_enlarged_picture_is_imported_at_its_original_size()
    {
        var image = new PixelImage(24, 20);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = i % 5 == 0 ? default : i % 3 == 0 ? Red : Blue;
        PixelImage enlarged = PixelScale.Enlarge(image, 6);
        JsonObject imported = await ImportAsync(enlarged, "\"crop\": {\"x\": 12, \"y\": 6, \"width\": 120, \"height\": 108}, \"scale\": 6");
        Assert.Equal((20, 18), ((int)imported["width"]!, (int)imported["height"]!));
        Assert.Equal([.. image.Crop(new PixelArea(2, 1, 20, 18)).Pixels.ToArray().Select(p => p.A == 0 ? "" : p.Rgb.ToString())], DrawnColors(imported));
        Assert.True((bool)imported["transparent"]!);
    }

    [Fact]
    public async Task A_picture_is_resized_by_the_chosen_filter()
    {
        var image = new PixelImage(32, 32);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = i % 2 == 0 ? Red : Blue;
        JsonObject nearest = await ImportAsync(image, "\"size\": {\"width\": 16, \"height\": 18}, \"background\": \"none\"");
        Assert.Equal((16, 18), ((int)nearest["width"]!, (int)nearest["height"]!));
        Assert.All(DrawnColors(nearest), color => Assert.Contains(color, (string[])[Red.Rgb.ToString(), Blue.Rgb.ToString()]));
        string mixed = Assert.Single(DrawnColors(await ImportAsync(image, "\"size\": {\"width\": 16, \"height\": 18}, \"filter\": \"box\", \"background\": \"none\"")).Distinct());
        Assert.DoesNotContain(mixed, (string[])[Red.Rgb.ToString(), Blue.Rgb.ToString()]);
        Assert.Equal(32, (int)(await ImportAsync(Gradient(16), "\"size\": {\"width\": 32, \"height\": 32}, \"filter\": \"majority\""))["width"]!);
    }

    [Fact]
    public async Task Colours_become_those_of_a_palette_and_no_drawn_pixel_becomes_background()
    {
        PixelImage image = Gradient(16);
        JsonObject imported = await ImportAsync(image, "\"palette\": [\"#000000\", \"#101020\", \"#ff8000\", \"#00ffff\"], \"background\": \"none\"");
        Assert.Equal(["#000000", "#101020", "#ff8000", "#00ffff"], imported["palette"]!.AsArray().Select(c => (string)c!));
        Assert.Equal([1, 2, 3], Pixels(imported).Distinct().Order());
        Assert.Contains(imported["notes"]!.AsArray(), note => ((string)note!).Contains("of 256 pixels were changed to the nearest colour", StringComparison.Ordinal));

        JsonObject few = await ImportAsync(image, "\"max_colors\": 8, \"background\": \"none\"");
        Assert.Equal(8, few["palette"]!.AsArray().Count);
        Assert.Contains(few["notes"]!.AsArray(), note => ((string)note!).Contains("256 colours were reduced to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dithering_mixes_two_colours_of_the_palette()
    {
        var image = new PixelImage(16, 16);
        image.Fill(0, 0, 16, 16, new Rgba(118, 118, 118));
        const string Palette = "\"palette\": [\"#ff00ff\", \"#444444\", \"#aaaaaa\"], \"background\": \"none\"";
        Assert.Single(Pixels(await ImportAsync(image, Palette)).Distinct());
        int[] dithered = Pixels(await ImportAsync(image, Palette + ", \"dither\": true"));
        Assert.InRange(dithered.Count(p => p == 1), 64, 192);
    }

    [Fact]
    public async Task The_background_is_what_the_user_chooses()
    {
        var image = new PixelImage(20, 20);
        image.Fill(0, 0, 20, 20, White);
        image.Fill(2, 2, 16, 16, Red);
        image.Fill(3, 3, 4, 4, White);
        Assert.Equal(160, Pixels(await ImportAsync(image, "\"scale\": 1")).Count(p => p == 0));
        Assert.DoesNotContain(0, Pixels(await ImportAsync(image, "\"background\": \"none\"")));

        // The background of a part is that of the whole picture.
        Assert.Equal(16, Pixels(await ImportAsync(image, "\"crop\": {\"x\": 2, \"y\": 2, \"width\": 16, \"height\": 16}")).Count(p => p == 0));
        JsonObject red = await ImportAsync(image, $"\"background\": \"{Red.Rgb}\"");
        Assert.Equal((240, Red.Rgb.ToString()), (Pixels(red).Count(p => p == 0), (string)red["palette"]![0]!));
    }

    [Fact]
    public async Task A_model_with_its_own_palette_takes_crop_and_size_only()
    {
        PixelImage image = Gradient(60);
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Base64(image)}}", "crop": {"x": 10, "y": 10, "width": 30, "height": 30}, "size": {"width": 5, "height": 5}, "filter": "box"}""");
        Assert.Equal(25, Pixels(imported).Length);
        Assert.Null(imported["palette"]);
        foreach (string option in (string[])["\"palette\": [\"#000000\", \"#ffffff\"]", "\"max_colors\": 8"])
            Assert.Contains("draws only in its own palette", await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Base64(image)}}", "size": {"width": 5, "height": 5}, {{option}}}"""));
    }

    [Theory]
    [InlineData("\"crop\": {\"x\": 90, \"y\": 0, \"width\": 20, \"height\": 20}", "is not completely inside the picture of 100×100 pixels")]
    [InlineData("\"crop\": {\"x\": 0, \"y\": 0, \"width\": 0, \"height\": 20}", "is not completely inside")]
    [InlineData("\"scale\": 0", "scale")]
    [InlineData("\"size\": {\"width\": 65, \"height\": 20}", "a picture of 65×20 pixels is too large; pictures have at most 64×64 pixels")]
    [InlineData("\"size\": {\"width\": 16, \"height\": 16}, \"filter\": \"blur\"", "filter must be one of")]
    [InlineData("\"size\": {\"width\": 16, \"height\": 16}, \"background\": \"blue\"", "'background' must be auto, none or #rrggbb")]
    [InlineData("\"size\": {\"width\": 16, \"height\": 16}, \"palette\": [\"#000000\"]", "2 to 256")]
    [InlineData("\"size\": {\"width\": 16, \"height\": 16}, \"palette\": [\"#000000\", \"#ffffff\"], \"max_colors\": 4", "exclude each other")]
    public async Task An_invalid_choice_is_rejected(string options, string message) =>
        Assert.Contains(message, await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "built-in", "image": "{{Base64(Gradient(100))}}", {{options}}}"""));

    /// <summary>Without the check of the size before the colours are matched, this took 17 seconds.</summary>
    [Fact]
    public async Task The_size_of_a_large_picture_is_checked_before_its_colours()
    {
        string large = Base64(Gradient(4096));
        foreach (string model in (string[])["tiny", "built-in"])
            Assert.Contains("4096×4096", await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "{{model}}", "image": "{{large}}"}"""));
        JsonObject small = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "built-in", "image": "{{large}}", "size": {"width": 32, "height": 32}, "filter": "box", "max_colors": 16}""");
        Assert.Equal(16, small["palette"]!.AsArray().Count);
    }

    /// <summary>Creates a square picture whose pixels all have different colours, if it is not larger than 256 pixels.</summary>
    private static PixelImage Gradient(int side)
    {
        var image = new PixelImage(side, side);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)(i % side * 256 / side), (byte)(i / side * 256 / side), (byte)(i / side % 16 * 16));
        return image;
    }

    private static string Base64(PixelImage image) => Convert.ToBase64String(PngWriter.ToBytes(image));

    private static int[] Pixels(JsonObject imported) => [.. imported["pixels"]!.AsArray().Select(p => (int)p!)];

    /// <summary>Returns the colour of each pixel; an empty text for the background.</summary>
    private static string[] DrawnColors(JsonObject imported) => [.. Pixels(imported).Select(p => p == 0 ? "" : (string)imported["palette"]![p]!)];

    private Task<JsonObject> ImportAsync(PixelImage image, string options) =>
        studio.PostAsync("/api/v1/images/import", $$"""{"model": "built-in", "image": "{{Base64(image)}}", {{options}}}""");
}
