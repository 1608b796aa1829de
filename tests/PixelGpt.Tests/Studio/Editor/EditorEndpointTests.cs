using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PixelGpt.Imaging;
using PixelGpt.Studio;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Editor;

/// <summary>The WebSocket endpoint for paint programs.</summary>
public sealed class EditorEndpointTests : IAsyncLifetime
{
    private const string Hello = """{"type": "hello", "version": 1}""";
    private const string Key = "a-secret-of-sixteen";

    private readonly TemporaryFolder _folder = new();
    private StudioServer? _studio;

    private StudioOptions Options => new() { Port = 0, Models = _folder["models"], Threads = 2 };

    /// <summary>A draw message: 20×18 pixels in two colours, the lower half of which is transparent.</summary>
    private static JsonObject Draw(int id = 1)
    {
        byte[] pixels = new byte[20 * 18 * 4];
        for (int i = 0; i < 180; i++) new byte[] { (byte)(i % 5 == 0 ? 200 : 20), 40, 60, 255 }.CopyTo(pixels, i * 4);
        return new JsonObject { ["id"] = id, ["width"] = 20, ["height"] = 18, ["pixels"] = Convert.ToBase64String(pixels), ["count"] = 2, ["seed"] = 3, ["type"] = "draw" };
    }

    public async ValueTask InitializeAsync() => _studio = await StudioServer.StartAsync(Options);

    public async ValueTask DisposeAsync()
    {
        await _studio!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_drawing_sends_progress_and_whole_pictures()
    {
        using ClientWebSocket socket = await GreetAsync(_studio!);
        await SendAsync(socket, Draw());
        List<JsonObject> replies = await ReadUntilAsync(socket, "done");
        Assert.Equal((0, 360), ((int)replies[0]["done"]!, (int)replies[0]["total"]!));
        Assert.Equal(360, (int)replies.Last(r => Type(r) == "progress")["done"]!);
        Assert.InRange(replies.Count(r => Type(r) == "progress"), 10, 25);
        Assert.Equal([0, 1], replies[^1]["ranking"]!.AsArray().Select(i => (int)i!).Order());
        byte[] given = Convert.FromBase64String((string)Draw()["pixels"]!);
        byte[][] candidates = [.. replies.Where(r => Type(r) == "candidate").OrderBy(r => (int)r["index"]!).Select(r => Convert.FromBase64String((string)r["pixels"]!))];
        Assert.Equal(2, candidates.Length);
        Assert.All(candidates, candidate => Assert.Equal(given[..720], candidate[..720]));
        Assert.All(candidates.SelectMany(c => c[720..].Chunk(4)), pixel => Assert.Contains(Convert.ToHexString(pixel), (string[])["C8283CFF", "14283CFF", "00000000"]));
        Assert.NotEqual(candidates[0], candidates[1]);

        // The same request over the same connection gives the same candidates.
        await SendAsync(socket, Draw(2));
        List<JsonObject> again = await ReadUntilAsync(socket, "done");
        Assert.All(again, reply => Assert.Equal(2, (int)reply["id"]!));
        Assert.Equal(candidates, again.Where(r => Type(r) == "candidate").OrderBy(r => (int)r["index"]!).Select(r => Convert.FromBase64String((string)r["pixels"]!)));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Fact]
    public async Task A_small_picture_file_and_a_mask_can_be_sent()
    {
        using ClientWebSocket socket = await GreetAsync(_studio!);
        PixelImage image = new(8, 10);
        for (int i = 0; i < 80; i++) image.Pixels[i] = i % 3 == 0 ? new Rgba(9, 9, 9) : new Rgba(200, 100, 0);
        byte[] mask = [.. Enumerable.Range(0, 80).Select(i => (byte)(i is >= 20 and < 40 ? 1 : 0))];
        await SendAsync(socket, new JsonObject { ["type"] = "draw", ["id"] = 5, ["image"] = Convert.ToBase64String(PngWriter.ToBytes(image)), ["mask"] = Convert.ToBase64String(mask), ["count"] = 1 });
        JsonObject candidate = (await ReadUntilAsync(socket, "done")).Single(r => Type(r) == "candidate");
        Assert.Equal((8, 10), ((int)candidate["width"]!, (int)candidate["height"]!));
        Rgba[] pixels = [.. Convert.FromBase64String((string)candidate["pixels"]!).Chunk(4).Select(p => new Rgba(p[0], p[1], p[2], p[3]))];
        for (int i = 0; i < 80; i++)
        {
            if (mask[i] == 0) Assert.Equal(image.Pixels[i], pixels[i]);
            else Assert.Equal(255, pixels[i].A);
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "ws://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "evil.example")]
    public async Task Pages_of_other_sites_cannot_connect(string header, string value)
    {
        string response = await RawRequest.SendAsync(
            _studio!.Address, "GET /api/v1/editor HTTP/1.1", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", $"{header}: {value}");
        Assert.StartsWith("HTTP/1.1 403", response);
    }

    [Fact]
    public async Task The_own_page_and_Aseprite_can_connect()
    {
        foreach (string scheme in (string[])["http", "ws"])
        {
            using ClientWebSocket socket = await GreetAsync(_studio!, configure: o => o.SetRequestHeader("Origin", $"{scheme}://{_studio!.Address.Authority}"));
            Assert.Equal(WebSocketState.Open, socket.State);
        }

        using var client = new HttpClient { BaseAddress = _studio!.Address };
        using HttpResponseMessage response = await client.GetAsync("/api/v1/editor");
        Assert.Contains("WebSocket", await StudioServerFixture.ProblemAsync(response, 426));
    }

    [Fact]
    public async Task The_key_is_a_header_or_in_the_greeting()
    {
        await using StudioServer locked = await StudioServer.StartAsync(Options with { ApiKey = Key });
        using ClientWebSocket without = await ConnectAsync(locked);
        Assert.Contains("API key", await RefusedAsync(without, Hello, 401));
        using ClientWebSocket wrong = await ConnectAsync(locked);
        Assert.Contains("API key", await RefusedAsync(wrong, """{"type": "hello", "version": 1, "api_key": "wrong"}""", 401));
        using ClientWebSocket header = await GreetAsync(locked, configure: o => o.SetRequestHeader("X-Api-Key", Key));
        using ClientWebSocket greeting = await GreetAsync(locked, $$"""{"version": 1, "api_key": "{{Key}}", "type": "hello"}""");
        Assert.Equal(WebSocketState.Open, greeting.State);
    }

    [Theory]
    [InlineData("{", "invalid JSON")]
    [InlineData("null", "null")]
    [InlineData("[]", "invalid JSON")]
    [InlineData("""{"version": 1}""", "'type'")]
    [InlineData("""{"type": "paint"}""", "invalid JSON")]
    [InlineData("""{"type": "hello"}""", "version")]
    [InlineData("""{"type": "hello", "version": 9}""", "version must be 1")]
    [InlineData("""{"type": "hello", "version": 1, "modle": "x"}""", "unknown property 'modle'")]
    [InlineData("""{"type": "cancel"}""", "first message")]
    public async Task A_wrong_greeting_ends_the_connection(string greeting, string message)
    {
        using ClientWebSocket socket = await ConnectAsync(_studio!);
        Assert.Contains(message, await RefusedAsync(socket, greeting, 400));
    }

    [Theory]
    [InlineData("count", 17, "count must be 1 to 16")]
    [InlineData("wildness", 101, "wildness must be 0 (tame) to 100 (wild)")]
    [InlineData("width", 19, "four bytes per pixel")]
    [InlineData("mask", "AQ==", "one entry per pixel")]
    [InlineData("image", "AQ==", "exactly one of")]
    [InlineData("colors", "[\"red\"]", "#rrggbb")]
    public async Task Mistakes_are_explained_and_the_connection_stays_open(string name, object value, string message)
    {
        using ClientWebSocket socket = await GreetAsync(_studio!);
        JsonObject draw = Draw(7);
        draw[name] = value is string text && text.StartsWith('[') ? JsonNode.Parse(text) : JsonValue.Create(value);
        await SendAsync(socket, draw);
        JsonObject error = Assert.Single(await ReadUntilAsync(socket, "error"));
        Assert.Equal((7, 400), ((int)error["id"]!, (int)error["status"]!));
        Assert.Contains(message, (string)error["detail"]!);
        await SendAsync(socket, Draw());
        await ReadUntilAsync(socket, "done");
    }

    [Fact]
    public async Task Models_of_the_folder_can_be_used()
    {
        TinyModels.Save(Path.Combine(_folder["models"], "any"), TinyModels.PixelModel("pixelgpt-any"));
        using ClientWebSocket socket = await GreetAsync(_studio!, """{"type": "hello", "version": 1, "model": "any"}""");
        JsonObject draw = new() { ["type"] = "draw", ["id"] = 1, ["model"] = "any", ["width"] = 6, ["height"] = 5, ["count"] = 1 };
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([255, 200, 100, 255], 30).SelectMany(p => p)];
        draw["pixels"] = Convert.ToBase64String(pixels);
        draw["mask"] = Convert.ToBase64String([.. Enumerable.Range(0, 30).Select(i => (byte)(i is 7 or 8 ? 1 : 0))]);
        await SendAsync(socket, draw);
        List<JsonObject> replies = await ReadUntilAsync(socket, "done");
        Assert.Contains("own palette", (string)replies[^1]["notes"]![0]!);
        byte[] candidate = Convert.FromBase64String((string)replies.Single(r => Type(r) == "candidate")["pixels"]!);
        Assert.Equal(pixels[..28], candidate[..28]);

        using ClientWebSocket other = await ConnectAsync(_studio!);
        Assert.Contains("no model", await RefusedAsync(other, """{"type": "hello", "version": 1, "model": "none"}""", 404));
    }

    [Fact]
    public async Task A_drawing_can_be_cancelled_and_is_the_only_one()
    {
        var gate = new GenerationGate();
        await using StudioServer slow = await StudioServer.StartAsync(Options with { BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using ClientWebSocket socket = await GreetAsync(slow);
        await SendAsync(socket, Draw(1));
        await ReadUntilAsync(socket, "progress");
        await SendAsync(socket, Draw(2));
        JsonObject refused = (await ReadUntilAsync(socket, "error"))[^1];
        Assert.Equal((2, 409), ((int)refused["id"]!, (int)refused["status"]!));
        await SendAsync(socket, new JsonObject { ["type"] = "cancel" });
        gate.Open();
        Assert.Equal(1, (int)(await ReadUntilAsync(socket, "cancelled"))[^1]["id"]!);
        await SendAsync(socket, Draw(3));
        await ReadUntilAsync(socket, "done");
    }

    [Fact]
    public async Task A_client_that_leaves_stops_its_drawing()
    {
        var gate = new GenerationGate();
        await using StudioServer slow = await StudioServer.StartAsync(Options with { BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = slow.Address };
        using (ClientWebSocket socket = await GreetAsync(slow))
        {
            await SendAsync(socket, Draw());
            await ReadUntilAsync(socket, "progress");
            socket.Abort();
        }

        while (!(await client.GetStringAsync("/metrics")).Contains("outcome=\"abandoned\"} 2\n", StringComparison.Ordinal)) await Task.Yield();
    }

    [Fact]
    public async Task A_full_queue_is_an_error_of_the_drawing()
    {
        var gate = new GenerationGate();
        await using StudioServer slow = await StudioServer.StartAsync(Options with { BeforeStep = gate.Pass, QueueLimit = 1, Threads = 1 });
        using GenerationGate openedAtEnd = gate;
        using ClientWebSocket first = await GreetAsync(slow), second = await GreetAsync(slow);
        JsonObject many = Draw();
        many["count"] = 16;
        await SendAsync(first, many);
        await ReadUntilAsync(first, "progress");
        await SendAsync(second, Draw());
        JsonObject error = (await ReadUntilAsync(second, "error"))[^1];
        Assert.Equal(429, (int)error["status"]!);
    }

    [Fact]
    public async Task Too_many_editors_are_told_so()
    {
        List<ClientWebSocket> sockets = [];
        try
        {
            while (sockets.Count < EditorConnections.Max) sockets.Add(await GreetAsync(_studio!));
            sockets.Add(await ConnectAsync(_studio!));
            Assert.Equal(429, (int)(await ReadUntilAsync(sockets[^1], "error"))[^1]["status"]!);
        }
        finally
        {
            foreach (ClientWebSocket socket in sockets) socket.Dispose();
        }
    }

    [Fact]
    public async Task Large_and_binary_messages_end_the_connection()
    {
        using ClientWebSocket large = await GreetAsync(_studio!);
        Assert.Contains("1 MiB", await RefusedAsync(large, new string(' ', (1 << 20) + 1), 413));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, large.CloseStatus);
        using ClientWebSocket binary = await ConnectAsync(_studio!);
        await binary.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Contains("text message", (string)(await ReadUntilAsync(binary, "error"))[^1]["detail"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silent_clients_are_disconnected(bool hasGreeted)
    {
        var clock = new ManualClock();
        await using StudioServer server = await StudioServer.StartAsync(Options with { TimeProvider = clock });
        using ClientWebSocket socket = hasGreeted ? await GreetAsync(server) : await ConnectAsync(server);
        Task<List<JsonObject>> reading = ReadUntilAsync(socket, "error");
        while (!reading.IsCompleted)
        {
            // The time limit starts at some moment after the connection was accepted.
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        Assert.Equal(408, (int)(await reading)[^1]["status"]!);
    }

    [Fact]
    public async Task Closing_the_studio_tells_its_clients()
    {
        StudioServer server = await StudioServer.StartAsync(Options);
        using ClientWebSocket socket = await GreetAsync(server);
        Task closing = server.DisposeAsync().AsTask();
        Assert.Contains("closing", (string)(await ReadUntilAsync(socket, "error"))[^1]["detail"]!);
        await closing.WaitAsync(HangGuard.Limit);
    }

    private static string Type(JsonObject reply) => (string)reply["type"]!;

    private static async Task<ClientWebSocket> ConnectAsync(StudioServer server, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/api/v1/editor"), CancellationToken.None);
        return socket;
    }

    private static async Task<ClientWebSocket> GreetAsync(StudioServer server, string greeting = Hello, Action<ClientWebSocketOptions>? configure = null)
    {
        ClientWebSocket socket = await ConnectAsync(server, configure);
        await SendAsync(socket, greeting);
        JsonObject ready = Assert.Single(await ReadUntilAsync(socket, "ready"));
        Assert.Equal(1, (int)ready["version"]!);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, JsonObject message) => SendAsync(socket, message.ToJsonString());

    private static Task SendAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Sends a message that the studio must refuse, and returns the detail.</summary>
    private static async Task<string> RefusedAsync(ClientWebSocket socket, string message, int status)
    {
        await SendAsync(socket, message);
        JsonObject error = Assert.Single(await ReadUntilAsync(socket, "error"));
        Assert.Equal(status, (int)error["status"]!);
        WebSocketReceiveResult end = await socket.ReceiveAsync(new byte[10], CancellationToken.None).WaitAsync(HangGuard.Limit);
        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        return (string)error["detail"]!;
    }

    /// <summary>Returns the messages up to the first one of a type.</summary>
    private static async Task<List<JsonObject>> ReadUntilAsync(ClientWebSocket socket, string type)
    {
        List<JsonObject> replies = [];
        byte[] buffer = new byte[1 << 16];
        do
        {
            using var message = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(HangGuard.Limit);
                Assert.Equal(WebSocketMessageType.Text, part.MessageType);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            replies.Add(JsonNode.Parse(message.ToArray())!.AsObject());
            if (Type(replies[^1]) == "error" && type != "error") Assert.Fail((string)replies[^1]["detail"]!);
        }
        while (Type(replies[^1]) != type);
        return replies;
    }
}
