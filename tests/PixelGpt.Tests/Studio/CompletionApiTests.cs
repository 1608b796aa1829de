using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

public sealed class CompletionApiTests(StudioBench studio) : IClassFixture<StudioBench>
{
    private const int Area = TinyModels.Width * TinyModels.Height;

    [Fact]
    public async Task A_completion_is_what_the_library_draws()
    {
        JsonObject request = StudioBench.Request(1, 2, 3);
        (request["do_sample"], request["seed"], request["num_return_sequences"], request["temperature"]) = (true, 7, 3, 1.5);
        (int status, JsonObject answer) = await studio.PostAsync("/completions", request);
        Assert.Equal(200, status);
        IReadOnlyList<Sprite> expected = studio.Model.Complete(
            new Sprite(TinyModels.Width, TinyModels.Height, [1, 2, 3]), new GenerationOptions { DoSample = true, Seed = 7, NumReturnSequences = 3, Temperature = 1.5 });
        JsonArray completions = answer["completions"]!.AsArray();
        Assert.Equal(expected.Select(s => s.Pixels.ToArray()), completions.Select(c => Numbers(c!["pixels"]!)));
        double[] likelihoods = [.. completions.Select(c => c!["log_likelihood"]!.GetValue<double>())];
        Assert.Equal(Enumerable.Range(0, 3).OrderByDescending(i => likelihoods[i]), Numbers(answer["ranking"]!));
    }

    [Fact]
    public async Task Streamed_pixels_make_the_same_picture()
    {
        JsonObject request = StudioBench.Request(1, 2, 3);
        (request["do_sample"], request["seed"], request["num_return_sequences"], request["alternatives"]) = (true, 3, 2, 4);
        JsonArray whole = (await studio.PostAsync("/completions", request)).Body["completions"]!.AsArray();
        request["stream"] = true;
        List<(string Name, JsonNode Data)> events = await StreamAsync(request);
        Assert.Equal(("start", "done"), (events[0].Name, events[^1].Name));
        Assert.Equal(2 * (Area - 3), events.Count(e => e.Name == "pixel"));
        for (int sequence = 0; sequence < 2; sequence++)
        {
            JsonNode[] pixels = [.. events.Where(e => e.Name == "pixel" && (int)e.Data["sequence"]! == sequence).Select(e => e.Data)];
            Assert.Equal(Enumerable.Range(3, Area - 3), pixels.Select(p => (int)p["position"]!));
            Assert.Equal(Numbers(whole[sequence]!["pixels"]!)[3..], pixels.Select(p => (int)p["color"]!));
            Assert.All(pixels, p => Assert.Equal(4, p["alternatives"]!.AsArray().Count));
            JsonNode completion = Assert.Single(events, e => e.Name == "completion" && (int)e.Data["sequence"]! == sequence).Data;
            Assert.Equal(Numbers(whole[sequence]!["pixels"]!), Numbers(completion["pixels"]!));
        }
    }

    [Fact]
    public async Task Pictures_go_in_and_come_out_as_png_files()
    {
        PixelModel model = studio.Model;
        int[] pixels = [.. Enumerable.Range(0, Area).Select(i => i % 7)];
        byte[] file = Png(new Sprite(TinyModels.Width, TinyModels.Height, pixels), model.Palette, 3);
        (int status, JsonObject answer) = await studio.PostAsync("/completions", new JsonObject
        {
            ["model"] = "tiny",
            ["image"] = Convert.ToBase64String(file),
            ["prompt_pixels"] = 12,
            ["format"] = "png",
            ["scale"] = 4,
            ["record"] = true,
        });
        Assert.Equal(200, status);
        Assert.Contains("enlarged 3 times", (string)answer["image_notes"]![0]!);
        JsonNode completion = answer["completions"]![0]!;
        PixelImage image = PngReader.Read(Convert.FromBase64String((string)completion["png"]!), "png");
        Assert.Equal((TinyModels.Width * 4, TinyModels.Height * 4), (image.Width, image.Height));
        Assert.Equal(Area - 12, completion["probability"]!.AsArray().Count);

        (_, JsonObject imported) = await studio.PostAsync("/images/import", new JsonObject { ["model"] = "tiny", ["image"] = Convert.ToBase64String(file) });
        Assert.Equal(pixels, Numbers(imported["pixels"]!));
        using HttpResponseMessage exported = await studio.Client.PostAsJsonAsync(
            "/api/v1/images/export", new { model = "tiny", width = TinyModels.Width, height = TinyModels.Height, pixels, scale = 3 });
        Assert.Equal("image/png", exported.Content.Headers.ContentType!.MediaType);
        Assert.Equal(file, await exported.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_the_model_thinks_of_a_painted_picture_is_what_it_thought_while_drawing_it()
    {
        JsonObject request = StudioBench.Request(4);
        (request["record"], request["alternatives"]) = (true, 2);
        JsonNode drawn = (await studio.PostAsync("/completions", request)).Body["completions"]![0]!;
        (int status, JsonObject judged) = await studio.PostAsync("/probabilities", new JsonObject
        {
            ["model"] = "tiny",
            ["width"] = TinyModels.Width,
            ["height"] = TinyModels.Height,
            ["pixels"] = drawn["pixels"]!.DeepClone(),
            ["alternatives"] = 2,
        });
        Assert.Equal(200, status);
        foreach (string what in (string[])["probability", "entropy", "alternatives"]) Assert.Equal(drawn[what]!.ToJsonString(), judged[what]!.ToJsonString());
    }

    [Fact]
    public async Task Locked_pixels_and_allowed_colours_hold()
    {
        JsonObject request = StudioBench.Request(1);
        (request["locked"], request["colors"], request["do_sample"]) = (new JsonArray(new JsonArray(10, 9), new JsonArray(29, 8)), new JsonArray(2, 3), true);
        int[] pixels = Numbers((await studio.PostAsync("/completions", request)).Body["completions"]![0]!["pixels"]!);
        Assert.Equal((9, 8), (pixels[10], pixels[29]));
        Assert.All(pixels.Where((_, i) => i is not (0 or 10 or 29)), p => Assert.InRange(p, 2, 3));
    }

    [Fact]
    public async Task A_batch_answers_each_request_for_itself()
    {
        JsonObject bad = StudioBench.Request(99);
        (int status, JsonObject answer) = await studio.PostAsync("/completions/batch", new JsonObject { ["requests"] = new JsonArray(StudioBench.Request(1), bad, StudioBench.Request(2)) });
        Assert.Equal(200, status);
        JsonArray results = answer["results"]!.AsArray();
        Assert.Equal(Area, results[0]!["completions"]!["completions"]![0]!["pixels"]!.AsArray().Count);
        Assert.Contains("index 99", (string)results[1]!["problem"]!["detail"]!);
        Assert.NotNull(results[2]!["completions"]);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "/completions", """{"model": "tiny"}""", "either 'prompt'" },
        { "/completions", """{"modell": "tiny"}""", "modell" },
        { "/completions", """{"model": "tiny", """, "JSON" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": []}}""", "0 pixels" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [11]}}""", "index 11" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 60000, "height": 60000, "pixels": [1]}}""", "do not fit" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "do_sample": true, "temperature": 0}""", "temperature" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "do_sample": true, "num_return_sequences": 17}""", "1 to 16" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "alternatives": 9, "stream": true}""", "alternatives" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "locked": [[30, 1]]}""", "locked position" },
        { "/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "format": "gif"}""", "indices or png" },
        { "/completions", """{"model": "tiny", "image": "AAAA"}""", "image" },
        { "/completions", """{"model": "tiny", "image": "!!!"}""", "image" },
        { "/completions/batch", """{"requests": []}""", "1 to 64" },
        { "/images/export", """{"model": "tiny", "width": 2, "height": 1, "pixels": [1, 50]}""", "pixel is 50" },
        { "/images/export", """{"model": "tiny", "width": 2, "height": 1, "pixels": [1, 5], "scale": 0}""", "scale" },
        { "/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1, 2], "alternatives": 20}""", "alternatives" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_in_a_line(string path, string body, string part)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await studio.Client.PostAsync("/api/v1" + path, content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        string detail = (string)JsonNode.Parse(text)!["detail"]!;
        Assert.Contains(part, detail);
        Assert.DoesNotContain("   at ", text);
        Assert.DoesNotContain('\n', detail);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("..")]
    [InlineData("../models/tiny")]
    [InlineData("/etc")]
    [InlineData("")]
    public async Task A_model_that_is_not_in_the_folder_does_not_exist(string id)
    {
        JsonObject request = StudioBench.Request(1);
        request["model"] = id;
        (int status, JsonObject problem) = await studio.PostAsync("/completions", request);
        Assert.Equal(404, status);
        Assert.Contains("no model", (string)problem["detail"]!);
    }

    [Fact]
    public async Task Too_many_at_once_are_told_when_to_come_again_and_none_is_lost()
    {
        await using StudioServer small = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = studio.Models, Threads = 1, QueueLimit = 1 });
        using var client = new HttpClient { BaseAddress = small.Address };
        JsonObject request = StudioBench.Request(1);
        (request["do_sample"], request["num_return_sequences"]) = (true, 16);
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => client.PostAsJsonAsync("/api/v1/completions", request)));
        Assert.All(responses, r => Assert.True(r.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, r.StatusCode.ToString()));
        Assert.Contains(responses, r => r.StatusCode == HttpStatusCode.OK);
        Assert.All(responses.Where(r => r.StatusCode == HttpStatusCode.TooManyRequests), r => Assert.True(r.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1)));
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains($"pixelgpt_completions_total{{outcome=\"finished\"}} {16 * responses.Count(r => r.StatusCode == HttpStatusCode.OK)}", metrics);
        foreach (HttpResponseMessage response in responses) response.Dispose();
    }

    [Fact]
    public async Task A_client_that_leaves_gives_its_place_back()
    {
        JsonObject request = StudioBench.Request(1);
        (request["do_sample"], request["num_return_sequences"], request["stream"]) = (true, 16, true);
        using (var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = JsonContent.Create(request) })
        using (HttpResponseMessage response = await studio.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        string metrics;
        do metrics = await studio.Client.GetStringAsync("/metrics");
        while (!metrics.Contains("pixelgpt_drawing 0\n", StringComparison.Ordinal) || !metrics.Contains("pixelgpt_queue_length 0\n", StringComparison.Ordinal));
        Assert.Equal(200, (await studio.PostAsync("/completions", StudioBench.Request(1))).Status);
    }

    [Fact]
    public async Task What_takes_too_long_ends()
    {
        await using StudioServer hasty = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = studio.Models, Threads = 1, CompletionTimeout = TimeSpan.Zero });
        using var client = new HttpClient { BaseAddress = hasty.Address };
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/v1/completions", StudioBench.Request(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("not done within", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task New_weights_are_drawn_with_as_soon_as_they_are_there()
    {
        string folder = Path.Combine(studio.Models, "changing");
        StudioBench.Train(studio.Models, "changing");
        JsonObject request = StudioBench.Request(1);
        (request["model"], request["record"]) = ("changing", true);
        string first = (await studio.PostAsync("/completions", request)).Body["completions"]!.ToJsonString();
        ModelFolder.SaveWeights(TinyModels.Gpt2(seed: 9), Path.Combine(folder, ModelFolder.WeightsName));
        Assert.NotEqual(first, (await studio.PostAsync("/completions", request)).Body["completions"]!.ToJsonString());
    }

    [Fact]
    public async Task Models_are_listed_with_what_is_wrong_with_the_broken_ones()
    {
        string broken = Directory.CreateDirectory(Path.Combine(studio.Models, "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(broken, "config.json"), "{");
        Directory.CreateDirectory(Path.Combine(studio.Models, "no model at all"));
        JsonArray models = JsonNode.Parse(await studio.Client.GetStringAsync("/api/v1/models"))!["models"]!.AsArray();
        JsonNode tiny = Assert.Single(models, m => (string)m!["id"]! == "tiny")!;
        Assert.Equal(("ready", TinyModels.Width, TinyModels.Height, TinyModels.Colors), ((string)tiny["state"]!, (int)tiny["width"]!, (int)tiny["height"]!, (int)tiny["colors"]!));
        JsonNode bad = Assert.Single(models, m => (string)m!["id"]! == "broken")!;
        Assert.Equal("broken", (string)bad["state"]!);
        Assert.Contains("config.json", (string)bad["problem"]!);
        JsonNode one = JsonNode.Parse(await studio.Client.GetStringAsync("/api/v1/models/tiny"))!;
        Assert.Equal("#ffffff", (string)one["palette"]![0]!);
    }

    private async Task<List<(string Name, JsonNode Data)>> StreamAsync(JsonObject request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = JsonContent.Create(request) };
        using HttpResponseMessage response = await studio.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = new List<(string, JsonNode)>();
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) events.Add((item.EventType, JsonNode.Parse(item.Data)!));
        return events;
    }

    private static int[] Numbers(JsonNode array) => [.. array.AsArray().Select(n => (int)n!)];

    private static byte[] Png(Sprite sprite, Palette palette, int scale)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, SpriteImage.Render(sprite, palette, scale));
        return stream.ToArray();
    }
}
