using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelGpt.Imaging;
using PixelGpt.Models.Families;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests of uploads of pictures, of training on them, and of renaming, deleting, restoring and evaluating the result.</summary>
public sealed class UploadApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private StudioServer? _server;
    private HttpClient _client = null!;

    private string Models => _folder["runs"];

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = Models, Threads = 1 });
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task CloseAsync()
    {
        _client.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task A_preview_says_what_would_be_learned_and_writes_nothing()
    {
        JsonObject body = Upload(null, File("a.png", Sprite(1)), File("b.png", Sprite(2)), File("c.png", Sprite(2)), File("empty.png", new PixelImage(16, 16)), File("notes.txt", [1]), File("broken.png", [137, 80, 78]));
        JsonObject preview = await PostAsync("/datasets/preview", body, HttpStatusCode.OK);
        Assert.Equal((2, "built-in"), ((int)preview["sprites"]!, (string)preview["from"]!));
        Assert.Equal((2, 16), (preview["pictures"]!.AsArray().Count, (int)preview["largest"]![0]!));
        string notes = preview["notes"]!.ToJsonString();
        foreach (string part in (string[])["is a copy", "nothing is drawn", "not a picture", "broken.png"]) Assert.Contains(part, notes);
        Assert.False(Directory.Exists(Path.Combine(Models, "datasets")));
    }

    [Fact]
    public async Task Sheets_are_cut_and_zip_files_are_unpacked()
    {
        var sheet = new PixelImage(90, 18);
        for (int i = 0; i < 5; i++) Draw(sheet, i * 18, i);
        JsonObject preview = await PostAsync("/datasets/preview", Upload(null, File("sheet.png", sheet)), HttpStatusCode.OK);
        Assert.Equal(5, (int)preview["sprites"]!);
        JsonObject tiles = Upload(null, File("sheet.png", sheet));
        tiles["cut"] = "18x18";
        Assert.Equal(5, (int)(await PostAsync("/datasets/preview", tiles, HttpStatusCode.OK))["sprites"]!);
        Assert.Equal(3, (int)(await PostAsync("/datasets/preview", Upload(null, File("all.zip", Zip(3))), HttpStatusCode.OK))["sprites"]!);
    }

    [Theory]
    [InlineData("../x", "invalid data set name")]
    [InlineData("-x", "invalid data set name")]
    [InlineData("nul", "reserved")]
    [InlineData("COM1.set", "reserved")]
    [InlineData("datasets", "reserved")]
    [InlineData("x.", "invalid data set name")]
    public async Task Names_that_no_folder_should_have_are_rejected(string name, string part) =>
        Assert.Contains(part, (string)(await PostAsync("/datasets", Upload(name, File("a.png", Sprite(1))), HttpStatusCode.BadRequest))["detail"]!);

    [Fact]
    public async Task Uploads_beyond_the_limits_are_rejected_before_pictures_are_decoded()
    {
        byte[] png = PngWriter.ToBytes(new PixelImage(1, 1));

        // The header of the file states a picture that would need gigabytes.
        (png[18], png[22]) = (0x70, 0x70);
        Assert.Contains("nothing to learn from", (string)(await PostAsync("/datasets/preview", Upload(null, File("bomb.png", png)), HttpStatusCode.BadRequest))["detail"]!);
        Assert.Contains("there are no pictures", (string)(await PostAsync("/datasets/preview", Upload(null, File("a.txt", [1])), HttpStatusCode.BadRequest))["detail"]!);
        Assert.Contains("'files' is empty", (string)(await PostAsync("/datasets/preview", Upload(null), HttpStatusCode.BadRequest))["detail"]!);
        Assert.Contains("MiB together", (string)(await PostAsync("/datasets/preview", Upload(null, File("zeros.zip", ZipOfZeros(40 << 20))), HttpStatusCode.BadRequest))["detail"]!);
    }

    [Fact]
    public async Task A_model_learns_from_an_upload_and_can_be_evaluated_renamed_deleted_and_restored()
    {
        JsonObject set = await PostAsync("/datasets", Upload("style", [.. Enumerable.Range(0, 12).Select(i => File($"{i}.png", Sprite(i)))]), HttpStatusCode.Created);
        Assert.Equal(("style", true, 12), ((string)set["id"]!, (bool)set["can_delete"]!, set["splits"]!.AsObject().Sum(s => (int)s.Value!)));
        await PostAsync("/datasets", Upload("style", File("a.png", Sprite(1))), HttpStatusCode.Conflict);

        JsonObject both = new() { ["dataset"] = "style", ["from"] = "built-in", ["preset"] = "tiny" };
        Assert.Contains("not both", (string)(await PostAsync("/runs", both, HttpStatusCode.BadRequest))["detail"]!);
        await PostAsync("/runs", new JsonObject { ["dataset"] = "style", ["from"] = "nothing" }, HttpStatusCode.NotFound);
        await PostAsync("/runs", new JsonObject { ["id"] = "style", ["dataset"] = "style", ["from"] = "built-in", ["epochs"] = 1000 }, HttpStatusCode.Accepted);
        foreach (string path in (string[])["/models/style", "/datasets/style"]) Assert.Equal(HttpStatusCode.Conflict, (await _client.DeleteAsync("/api/v1" + path)).StatusCode);
        await PostAsync("/models/style/rename", new JsonObject { ["id"] = "other" }, HttpStatusCode.Conflict);
        await WaitForEpochAsync("style");
        await PostAsync("/runs/style/stop", [], HttpStatusCode.Accepted);
        JsonNode run = await WaitForRunAsync("style", r => (string)r["state"]! is "stopped" or "done");
        Assert.Equal(("built-in", true), ((string)run["from"]!, (double)run["frequency_loss"]! > 0));
        Assert.True((bool)JsonNode.Parse(await _client.GetStringAsync("/api/v1/models/style"))!["free_palette"]!);

        await PostAsync("/runs/style/evaluate", [], HttpStatusCode.Accepted);
        run = await WaitForRunAsync("style", r => (string)r["evaluation"]!["state"]! is "done" or "failed");
        Assert.Equal(("done", true), ((string)run["evaluation"]!["state"]!, (bool)run["has_report"]!));

        await PostAsync("/models/style/rename", new JsonObject { ["id"] = "built-in" }, HttpStatusCode.BadRequest);
        await PostAsync("/models/nothing/rename", new JsonObject { ["id"] = "x" }, HttpStatusCode.NotFound);
        Assert.Equal("knights", (string)(await PostAsync("/models/style/rename", new JsonObject { ["id"] = "knights" }, HttpStatusCode.OK))["id"]!);
        JsonNode trash = await DeleteAsync("/models/knights");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/api/v1/models/knights")).StatusCode);
        Assert.Equal((string)trash["trash"]!, (string)JsonNode.Parse(await _client.GetStringAsync("/api/v1/trash"))!["items"]![0]!["trash"]!);
        await PostAsync($"/trash/{trash["trash"]}/restore", [], HttpStatusCode.OK);
        Assert.Equal("ready", (string)JsonNode.Parse(await _client.GetStringAsync("/api/v1/models/knights"))!["state"]!);
        await PostAsync($"/trash/{trash["trash"]}/restore", [], HttpStatusCode.NotFound);
        Assert.Equal("style", (string)(await DeleteAsync("/datasets/style"))["id"]!);
        Assert.DoesNotContain("\"style\"", await _client.GetStringAsync("/api/v1/datasets"));
        Assert.Equal(HttpStatusCode.Conflict, (await _client.DeleteAsync("/api/v1/datasets/creatures")).StatusCode);
        foreach (string path in (string[])["/models/built-in", "/models/nothing", "/datasets/nothing", "/trash/..", "/trash/x"])
            Assert.Contains((await _client.DeleteAsync("/api/v1" + path)).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
    }

    [Fact]
    public async Task What_was_deleted_a_week_ago_is_removed_and_a_taken_name_is_not_overwritten()
    {
        var clock = new ManualClock();
        await CloseAsync();
        _server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = Models, Threads = 1, TimeProvider = clock });
        _client = new HttpClient { BaseAddress = _server.Address };
        foreach (string name in (string[])["one", "two"]) TinyModels.Save(Path.Combine(Models, name));
        string first = (string)(await DeleteAsync("/models/one"))["trash"]!;
        TinyModels.Save(Path.Combine(Models, "one"));
        await PostAsync($"/trash/{first}/restore", [], HttpStatusCode.Conflict);
        clock.Advance(TimeSpan.FromDays(8));
        string second = (string)(await DeleteAsync("/models/two"))["trash"]!;
        Assert.Equal(second, (string)Assert.Single(JsonNode.Parse(await _client.GetStringAsync("/api/v1/trash"))!["items"]!.AsArray())!["trash"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync($"/api/v1/trash/{second}")).StatusCode);
        Assert.Empty(Directory.GetDirectories(Path.Combine(Models, ".trash")));
    }

    [Fact]
    public async Task Families_presets_and_limits_are_those_of_the_library()
    {
        JsonNode info = JsonNode.Parse(await _client.GetStringAsync("/api/v1/info"))!;
        Assert.Equal(ModelFamily.All.Select(f => f.ModelType), info["families"]!.AsArray().Select(f => (string)f!["id"]!));
        Assert.All(info["families"]!.AsArray(), f => Assert.NotEqual((string)f!["id"]!, (string)f["description"]!));
        Assert.Equal(Enum.GetNames<ModelPreset>().Select(n => n.ToLowerInvariant()), info["presets"]!.AsArray().Select(p => (string)p!["id"]!));
        Assert.Contains(".aseprite", info["formats"]!.AsArray().Select(f => (string)f!));
        Assert.Equal((8, 64, 256, 128), ((int)info["limits"]!["min_canvas_side"]!, (int)info["limits"]!["max_canvas_side"]!, (int)info["limits"]!["max_colors"]!, (int)info["limits"]!["max_frames"]!));
    }

    private static JsonObject Upload(string? name, params JsonObject[] files)
    {
        var body = new JsonObject { ["files"] = new JsonArray([.. files]) };
        if (name is not null) body["name"] = name;
        return body;
    }

    private static JsonObject File(string name, PixelImage image) => File(name, PngWriter.ToBytes(image));

    private static JsonObject File(string name, byte[] content) => new() { ["name"] = name, ["content"] = Convert.ToBase64String(content) };

    private static PixelImage Sprite(int kind)
    {
        var image = new PixelImage(16, 16);
        Draw(image, 0, kind);
        return image;
    }

    /// <summary>Draws a filled shape whose outline depends on its kind, so that shapes of different kinds are no near-duplicates.</summary>
    private static void Draw(PixelImage image, int left, int kind)
    {
        for (int y = 2; y < 14; y++)
        {
            for (int x = 2; x < 14; x++)
            {
                if ((((x * (kind + 3)) ^ (y * (kind + 5))) & 7) < 5) image[left + x, y] = new Rgba((byte)(20 * kind), (byte)(x * 10), 90, 255);
            }
        }

        for (int x = 2; x < 14; x++) image[left + x, 2] = image[left + x, 13] = image[left + 2, x] = image[left + 13, x] = new Rgba(20, 20, 30, 255);
    }

    private static byte[] Zip(int count) => ZipOf(zip =>
    {
        for (int i = 0; i < count; i++)
        {
            using Stream entry = zip.CreateEntry($"art/{i}.png").Open();
            entry.Write(PngWriter.ToBytes(Sprite(i)));
        }
    });

    private static byte[] ZipOfZeros(int bytes) => ZipOf(zip =>
    {
        using Stream entry = zip.CreateEntry("zeros.png").Open();
        entry.Write(new byte[bytes]);
    });

    private static byte[] ZipOf(Action<ZipArchive> fill)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) fill(zip);
        return stream.ToArray();
    }

    private async Task WaitForEpochAsync(string id) => await WaitForRunAsync(id, run => (int)run["epoch"]! > 0);

    private async Task<JsonNode> WaitForRunAsync(string id, Func<JsonNode, bool> isReached)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        while (true)
        {
            JsonNode run = JsonNode.Parse(await _client.GetStringAsync($"/api/v1/runs/{id}", limit.Token))!;
            Assert.NotEqual("failed", (string)run["state"]!);
            if (isReached(run)) return run;
        }
    }

    private async Task<JsonNode> DeleteAsync(string path)
    {
        using HttpResponseMessage response = await _client.DeleteAsync("/api/v1" + path);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<JsonObject> PostAsync(string path, JsonObject body, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _client.PostAsJsonAsync("/api/v1" + path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{path}: {response.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
