using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Studio;

/// <summary>Pictures that are larger or smaller than what a model draws at once.</summary>
public sealed class CanvasSizeTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Palette = "[\"#ffffff\", \"#140c1c\", \"#d27d2c\"]";

    public static TheoryData<string, int, int> Canvases => new() { { "built-in", 8, 8 }, { "built-in", 64, 64 }, { "built-in", 40, 9 }, { "tiny", 20, 12 }, { "tiny", 64, 3 } };

    [Theory]
    [MemberData(nameof(Canvases))]
    public async Task A_model_continues_a_picture_of_any_size(string model, int width, int height)
    {
        int area = width * height, given = area * 3 / 5;
        int[] prompt = [.. Enumerable.Range(0, given).Select(i => i % 3)];
        string request = $$"""{"model": "{{model}}", {{PaletteOf(model)}} "prompt": {"width": {{width}}, "height": {{height}}, "pixels": [{{string.Join(',', prompt)}}]}, "do_sample": true, "num_return_sequences": 3, "seed": 5, "record": true}""";
        JsonObject response = await studio.PostAsync(Path, request);
        Assert.Equal(given, (int)response["prompt_pixels"]!);
        Assert.Equal(3, response["ranking"]!.AsArray().Count);
        int[][] pictures = [.. response["completions"]!.AsArray().Select(c => Ints(c!["pixels"]!))];
        Assert.All(pictures, pixels => Assert.Equal(prompt, pixels[..given]));
        Assert.All(pictures, pixels => Assert.Equal(area, pixels.Length));
        Assert.Equal(3, pictures.Select(p => string.Join(',', p)).Distinct().Count());
        Assert.All(response["completions"]!.AsArray(), c => Assert.Equal(area - given, c!["probability"]!.AsArray().Count));
        Assert.Equal(response.ToJsonString(), (await studio.PostAsync(Path, request)).ToJsonString());
    }

    [Fact]
    public async Task A_mask_of_a_large_picture_changes_only_its_pixels()
    {
        int[] picture = [.. Enumerable.Range(0, 64 * 40).Select(i => i / 64 / 5 % 3)], mask = [.. Enumerable.Range(0, picture.Length).Where(i => i % 64 is > 10 and < 60 && i / 64 is > 5 and < 38)];
        string request = $$"""{"model": "built-in", "palette": {{Palette}}, "prompt": {"width": 64, "height": 40, "pixels": [{{string.Join(',', picture)}}]}, "mask": [{{string.Join(',', mask)}}], "seed": 2, "num_return_sequences": 2""";
        JsonObject response = await studio.PostAsync(Path, request + "}");
        int[][] pictures = [.. response["completions"]!.AsArray().Select(c => Ints(c!["pixels"]!))];
        Assert.All(pictures, pixels => Assert.All(Enumerable.Range(0, picture.Length).Except(mask), i => Assert.Equal(picture[i], pixels[i])));

        // The stream sends the same pixels, each once, at their positions in the picture.
        using HttpResponseMessage stream = await studio.Client.PostAsync(Path, StudioServerFixture.Json(request + ", \"stream\": true}"));
        JsonNode[] events = [.. (await stream.Content.ReadAsStringAsync()).Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[6..])!)];
        JsonNode[] pixels = [.. events.Where(e => e["position"] is not null)];
        Assert.Equal(2 * mask.Length, pixels.Length);
        Assert.All(pixels, e => Assert.Equal(pictures[(int)e["sequence"]!][(int)e["position"]!], (int)e["color"]!));
        Assert.Equal(picture.Select((color, i) => mask.Contains(i) ? -1 : color), Ints(events[0]["prompt"]!));
    }

    [Fact]
    public async Task Locked_pixels_of_a_large_picture_stay()
    {
        JsonObject response = await studio.PostAsync(Path, """{"model": "tiny", "prompt": {"width": 20, "height": 12, "pixels": [1, 2, 3, 4]}, "locked": [[200, 3], [239, 2]], "do_sample": true, "seed": 1}""");
        int[] pixels = Ints(response["completions"]![0]!["pixels"]!);
        Assert.Equal([1, 2, 3, 4, 3, 2], [.. pixels[..4], pixels[200], pixels[239]]);
    }

    [Theory]
    [InlineData("built-in", 8, 8, 64)]
    [InlineData("built-in", 64, 50, 3200)]
    [InlineData("built-in", 64, 50, 1000)]
    [InlineData("tiny", 13, 11, 143)]
    public async Task The_probabilities_of_a_picture_of_any_size_are_computed(string model, int width, int height, int known)
    {
        string pixels = string.Join(',', Enumerable.Range(0, known).Select(i => i % 3));
        JsonObject response = await studio.PostAsync("/api/v1/probabilities", $$"""{"model": "{{model}}", {{PaletteOf(model)}} "width": {{width}}, "height": {{height}}, "pixels": [{{pixels}}], "alternatives": 2}""");
        Assert.Equal(known - 1, response["probability"]!.AsArray().Count);
        Assert.Equal(known - 1, response["alternatives"]!.AsArray().Count);
        Assert.All(response["probability"]!.AsArray(), p => Assert.InRange((double)p!, 0, 1));
    }

    [Theory]
    [InlineData("\"prompt\": {\"width\": 65, \"height\": 20, \"pixels\": [0]}", "at most 64×64 pixels")]
    [InlineData("\"prompt\": {\"width\": 0, \"height\": 20, \"pixels\": [0]}", "at least 1 (got 0×20)")]
    [InlineData("\"prompt\": {\"width\": 40, \"height\": 40, \"pixels\": []}", "must have 1 to 1600")]
    [InlineData("\"prompt\": {\"width\": 40, \"height\": 40, \"pixels\": [7]}", "0 to 2 (got 7)")]
    [InlineData("\"prompt\": {\"width\": 40, \"height\": 40, \"pixels\": [0]}, \"symmetry\": true", "'symmetry' and 'max_colors' require a picture that the model draws at once")]
    [InlineData("\"prompt\": {\"width\": 40, \"height\": 40, \"pixels\": [0]}, \"locked\": [[1600, 0]]", "0 to 1599")]
    public async Task Mistakes_are_explained(string options, string message) =>
        Assert.Contains(message, await studio.RejectedAsync(Path, $$"""{"model": "built-in", "palette": {{Palette}}, {{options}}}"""));

    private static string PaletteOf(string model) => model == "built-in" ? $"\"palette\": {Palette}," : "";

    private static int[] Ints(JsonNode values) => [.. values.AsArray().Select(v => (int)v!)];
}
