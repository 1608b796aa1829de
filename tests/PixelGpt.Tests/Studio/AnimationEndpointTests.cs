using System.IO.Compression;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests the export and import of animations.</summary>
public sealed class AnimationEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Export = "/api/v1/images/export", Import = "/api/v1/images/import";

    private static readonly int[][] Frames = [.. Enumerable.Range(0, 3).Select(frame => (int[])[.. Enumerable.Range(0, 30).Select(i => ((i * 7) + frame) % 11)])];

    [Theory]
    [InlineData("gif", "image/gif")]
    [InlineData("apng", "image/apng")]
    [InlineData("aseprite", "application/octet-stream")]
    public async Task Frames_and_durations_are_exported_in_every_animated_format_and_imported_again(string format, string type)
    {
        byte[] file = await ExportAsync($$"""{"model": "tiny", "width": 6, "height": 5, "format": "{{format}}", "transparent": true, "duration": 250, "frames": [{{Frame(0, 80)}}, {{Frame(1)}}, {{Frame(2, 500)}}]}""", type);
        PictureContent content = ReadableFormats.All.Read(file, "response");
        Palette palette = PixelModel.Load(studio.Tiny).Palette;
        Assert.Equal([80, 250, 500], content.Durations);
        Assert.All(content.Frames.Zip(Frames), p => Assert.Equal(p.Second.Select(color => color == 0 ? default : Rgba.From(palette[color])), p.First.Pixels.ToArray().Select(c => c.A == 0 ? default : c)));

        JsonObject imported = await studio.PostAsync(Import, $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}", "frames": true}""");
        Assert.Equal(Frames, imported["frames"]!.AsArray().Select(f => Ints(f!["pixels"])));
        Assert.Equal(Frames[0], Ints(imported["pixels"]));
        Assert.Equal([80, 250, 500], imported["frames"]!.AsArray().Select(f => (int)f!["duration"]!));
        Assert.True((bool)imported["transparent"]!);
        Assert.Empty(imported["notes"]!.AsArray());

        // Clients that do not ask for frames get the first one, as before.
        JsonObject first = await studio.PostAsync(Import, $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}"}""");
        Assert.Null(first["frames"]);
        Assert.Contains("the first one is used", (string)first["notes"]![0]!);
    }

    [Fact]
    public async Task Enlarged_frames_are_reduced_and_share_one_palette()
    {
        string palette = """["#ffffff", "#000000", "#ff0000", "#00ff00"]""", pixels = string.Join(',', Enumerable.Range(0, 256).Select(i => i % 13 == 0 ? 1 : 0));
        string other = string.Join(',', Enumerable.Range(0, 256).Select(i => i % 17 == 0 ? 3 : 0));
        byte[] file = await ExportAsync($$"""{"model": "built-in", "width": 16, "height": 16, "palette": {{palette}}, "format": "gif", "scale": 8, "transparent": true, "frames": [{"pixels": [{{pixels}}]}, {"pixels": [{{other}}]}]}""", "image/gif");
        JsonObject imported = await studio.PostAsync(Import, $$"""{"model": "built-in", "image": "{{Convert.ToBase64String(file)}}", "frames": true}""");
        Assert.Equal((16, 16), ((int)imported["width"]!, (int)imported["height"]!));
        Assert.Equal(["#ffffff", "#000000", "#00ff00"], imported["palette"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(2, Ints(imported["frames"]![1]!["pixels"]).Max());
        Assert.Contains("enlarged 8 times", (string)imported["notes"]![0]!);
    }

    [Fact]
    public async Task A_file_with_one_frame_is_imported_as_a_picture()
    {
        byte[] file = await ExportAsync($$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Frames[0])}}]}""", "image/png");
        JsonObject imported = await studio.PostAsync(Import, $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}", "frames": true}""");
        Assert.Null(imported["frames"]);
        Assert.Equal(Frames[0], Ints(imported["pixels"]));
    }

    [Fact]
    public async Task Frames_after_the_limit_are_left_out_with_a_note()
    {
        PixelImage[] frames = [.. Enumerable.Range(0, 130).Select(i => new PixelImage(6, 5) { [i % 6, i / 30] = new Rgba(1, 2, 3) })];
        JsonObject imported = await studio.PostAsync(Import, $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(PictureSamples.AnimatedGif(frames))}}", "frames": true}""");
        Assert.Equal(128, imported["frames"]!.AsArray().Count);
        Assert.Contains("the picture has 130 frames; the first 128 are used", imported["notes"]!.AsArray().Select(n => (string)n!));
    }

    [Fact]
    public async Task A_sheet_is_a_zip_file_with_a_picture_and_its_positions()
    {
        byte[] file = await ExportAsync($$"""{"model": "tiny", "width": 6, "height": 5, "format": "sheet", "scale": 2, "name": "my hero", "transparent": true, "frames": [{{Frame(0, 80)}}, {{Frame(1)}}, {{Frame(2)}}]}""", "application/zip");
        await using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal(["my hero.png", "my hero.json"], zip.Entries.Select(e => e.FullName));
        PixelImage sheet = PngReader.Read(await ReadAsync(zip, "my hero.png"), "sheet");
        JsonObject json = JsonNode.Parse(await ReadAsync(zip, "my hero.json"))!.AsObject();
        Assert.Equal((24, 20), (sheet.Width, sheet.Height));
        Assert.Equal((24, 20, "my hero.png"), ((int)json["meta"]!["size"]!["w"]!, (int)json["meta"]!["size"]!["h"]!, (string)json["meta"]!["image"]!));
        JsonArray frames = json["frames"]!.AsArray();
        Assert.Equal([80, 100, 100], frames.Select(f => (int)f!["duration"]!));
        Assert.Equal(["my hero 0", "my hero 1", "my hero 2"], frames.Select(f => (string)f!["filename"]!));
        Palette palette = PixelModel.Load(studio.Tiny).Palette;
        for (int i = 0; i < Frames.Length; i++)
        {
            JsonNode area = frames[i]!["frame"]!;
            PixelImage cut = PixelScale.Reduce(sheet.Crop(new PixelArea((int)area["x"]!, (int)area["y"]!, (int)area["w"]!, (int)area["h"]!)), 2);
            Assert.Equal(Frames[i].Select(color => color == 0 ? default : Rgba.From(palette[color])), cut.Pixels.ToArray());
        }
    }

    [Fact]
    public async Task A_sketch_is_a_hidden_layer_of_an_Aseprite_file_and_in_no_other_file()
    {
        string sketch = string.Join(',', Enumerable.Range(0, 30).Select(i => i == 7 ? 4 : 0));
        string frames = $$"""[{{Frame(0)}}, {"pixels": [{{string.Join(',', Frames[1])}}], "sketch": [{{sketch}}]}]""";
        var file = AsepriteReader.Read(await ExportAsync($$"""{"model": "tiny", "width": 6, "height": 5, "format": "aseprite", "frames": {{frames}}}""", "application/octet-stream"), "response");
        Assert.Equal([("pictures", true), ("sketch", false)], file.Layers.Select(l => (l.Name, l.IsVisible)));
        Assert.Equal([1, 2], file.Frames.Select(f => f.Cels.Count));
        AsepriteCel cel = file.Frames[1].Cels[1];
        Palette palette = PixelModel.Load(studio.Tiny).Palette;
        Assert.Equal(Rgba.From(palette[4]), file.Frames[1].Palette[cel.Image.Pixels[7]]);
        Assert.Single(cel.Image.Pixels, index => index != 0);
        PixelImage shown = new AsepriteRenderer(file).Render(1);
        Assert.Equal(Frames[1].Select(color => Rgba.From(palette[color])), shown.Pixels.ToArray());

        PictureContent gif = ReadableFormats.All.Read(await ExportAsync($$"""{"model": "tiny", "width": 6, "height": 5, "format": "gif", "frames": {{frames}}}""", "image/gif"), "response");
        Assert.Equal(shown.Pixels.ToArray(), gif.Frames[1].Pixels.ToArray());
    }

    [Theory]
    [InlineData("\"format\": \"png\", \"frames\": [FRAME]", "the format png has a single picture")]
    [InlineData("\"format\": \"gif\", \"frames\": [FRAME], \"pixels\": [1]", "exactly one of 'pixels'")]
    [InlineData("\"format\": \"gif\"", "exactly one of 'pixels'")]
    [InlineData("\"format\": \"gif\", \"frames\": []", "the number of frames")]
    [InlineData("\"format\": \"gif\", \"frames\": [null]", "frame 1 must not be null")]
    [InlineData("\"format\": \"gif\", \"frames\": [FRAME, {\"pixels\": [1, 2]}]", "frame 2 has 2 pixels, but a picture of 6×5 has 30")]
    [InlineData("\"format\": \"gif\", \"frames\": [{\"pixels\": [PIXELS], \"sketch\": [1]}]", "frame 1 has 1 pixels")]
    [InlineData("\"format\": \"gif\", \"frames\": [{\"pixels\": [PIXELS], \"duration\": 5}]", "the duration of frame 1")]
    [InlineData("\"format\": \"gif\", \"frames\": [FRAME], \"duration\": 100000", "duration")]
    [InlineData("\"format\": \"sheet\", \"frames\": [FRAME], \"name\": \"../x\"", "name")]
    [InlineData("\"format\": \"sheet\", \"frames\": [FRAME], \"name\": \"\"", "name")]
    [InlineData("\"format\": \"webm\", \"frames\": [FRAME]", "format")]
    public async Task Invalid_animations_are_rejected(string body, string expected)
    {
        string pixels = string.Join(',', Frames[0]), json = body.Replace("FRAME", Frame(0), StringComparison.Ordinal).Replace("PIXELS", pixels, StringComparison.Ordinal);
        Assert.Contains(expected, await studio.RejectedAsync(Export, $$"""{"model": "tiny", "width": 6, "height": 5, {{json}}}"""));
    }

    [Fact]
    public async Task Too_many_frames_and_pixels_are_rejected()
    {
        string frames = string.Join(',', Enumerable.Repeat(Frame(0), 129));
        Assert.Contains("1 to 128", await studio.RejectedAsync(Export, $$"""{"model": "tiny", "width": 6, "height": 5, "format": "gif", "frames": [{{frames}}]}"""));
        string large = $$"""{"pixels": [{{string.Join(',', new int[32 * 32])}}]}""";
        string many = $$"""{"model": "built-in", "width": 32, "height": 32, "palette": ["#ffffff", "#000000"], "scale": SCALE, "format": "apng", "frames": [{{string.Join(',', Enumerable.Repeat(large, 10))}}]}""";
        Assert.Contains("use a smaller enlargement", await studio.RejectedAsync(Export, many.Replace("SCALE", "64", StringComparison.Ordinal)));
        await ExportAsync(many.Replace("SCALE", "2", StringComparison.Ordinal), "image/apng");
    }

    private static string Frame(int number, int? duration = null) => $$"""{"pixels": [{{string.Join(',', Frames[number])}}]{{(duration is null ? "" : $", \"duration\": {duration}")}}}""";

    private static int[] Ints(JsonNode? array) => [.. array!.AsArray().Select(p => (int)p!)];

    private static async Task<byte[]> ReadAsync(ZipArchive zip, string name)
    {
        using var content = new MemoryStream();
        await using Stream entry = await zip.GetEntry(name)!.OpenAsync();
        await entry.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<byte[]> ExportAsync(string json, string type)
    {
        using HttpResponseMessage response = await studio.Client.PostAsync(Export, StudioServerFixture.Json(json));
        byte[] file = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(file));
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        return file;
    }
}
