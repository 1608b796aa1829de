using System.Net;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>The studio behind a real nginx with TLS and a path prefix, configured as in <c>examples/nginx</c>.</summary>
public partial class NginxTests
{
    private const string Nginx = "nginx";
    private const string Body = """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""";
    private const string Key = "a-key-for-these-tests";

    [ProgramFact(Nginx, Nginx)]
    public async Task The_page_loads_with_all_its_modules_and_styles()
    {
        await using ProxiedStudio studio = await ProxiedStudio.StartAsync();
        using HttpResponseMessage redirect = await studio.Client.GetAsync(new Uri(studio.Address, "/pixelgpt"));
        Assert.Equal((HttpStatusCode.MovedPermanently, "/pixelgpt/"), (redirect.StatusCode, redirect.Headers.Location!.ToString()));

        var open = new Stack<Uri>([studio.Address]);
        var seen = new HashSet<string>();
        while (open.TryPop(out Uri? address))
        {
            if (!seen.Add(address.AbsolutePath)) continue;
            using HttpResponseMessage response = await studio.Client.GetAsync(address);
            Assert.True(response.IsSuccessStatusCode, $"{address}: {response.StatusCode}");
            if (response.Content.Headers.ContentType!.MediaType is not ("text/html" or "text/javascript")) continue;
            foreach (Match reference in Reference().Matches(await response.Content.ReadAsStringAsync())) open.Push(new Uri(address, reference.Groups[1].Value));
        }

        IEnumerable<string> files = typeof(StudioServer).Assembly.GetManifestResourceNames().Where(name => Path.GetExtension(name) is ".js" or ".css");
        Assert.All(files, name => Assert.Contains("/pixelgpt/" + name["wwwroot/".Length..], seen));
    }

    [ProgramTheory(Nginx, Nginx)]
    [InlineData("$host", true)]
    [InlineData("$http_host", true)]
    [InlineData("$proxy_host", true)]
    [InlineData("$host", false)]
    [InlineData("$proxy_host", false)]
    public async Task The_host_may_be_kept_or_rewritten_and_the_prefix_kept_or_removed(string host, bool isPrefixKept)
    {
        foreach (string address in (string[])["https://art.example/pixelgpt", "https://art.example:8443/pixelgpt"])
        {
            await using ProxiedStudio studio = await ProxiedStudio.StartAsync(
                address, conf => conf.Replace("Host $host;", $"Host {host};", StringComparison.Ordinal).Replace(":5050;", isPrefixKept ? ":5050;" : ":5050/;", StringComparison.Ordinal));
            using HttpRequestMessage own = Completion(studio.Address.GetLeftPart(UriPartial.Authority)), other = Completion("https://evil.example");
            using HttpResponseMessage accepted = await studio.Client.SendAsync(own), rejected = await studio.Client.SendAsync(other);
            string text = await accepted.Content.ReadAsStringAsync();
            Assert.True(accepted.IsSuccessStatusCode, text);
            Assert.Single(JsonNode.Parse(text)!["completions"]!.AsArray());
            await StudioServerFixture.ProblemAsync(rejected, 403);
            await DrawAsync(studio);
        }
    }

    [ProgramFact(Nginx, Nginx)]
    public async Task Events_arrive_while_the_picture_is_drawn()
    {
        using var gate = new GenerationGate(3);
        await using ProxiedStudio studio = await ProxiedStudio.StartAsync(changeOptions: options => options with { BeforeStep = gate.Pass });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/completions") { Content = StudioServerFixture.Json(Body.Replace("\"model\"", "\"stream\": true, \"model\"", StringComparison.Ordinal)) };
        using HttpResponseMessage response = await studio.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(HangGuard.Limit);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        foreach (string type in (string[])["start", "pixel"])
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(HangGuard.Limit));
            Assert.Equal(type, events.Current.EventType);
        }

        gate.Open();
        while (events.Current.EventType != "done") Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(HangGuard.Limit));
    }

    [ProgramFact(Nginx, Nginx)]
    public async Task Large_uploads_reach_the_studio()
    {
        await using ProxiedStudio studio = await ProxiedStudio.StartAsync();
        string file = Convert.ToBase64String(new byte[6 << 20]);
        using HttpResponseMessage response = await studio.Client.PostAsync("api/v1/datasets/preview", StudioServerFixture.Json($$"""{"files": [{"name": "a.png", "content": "{{file}}"}]}"""));
        Assert.Contains("nothing to learn from", await StudioServerFixture.ProblemAsync(response, 400));
    }

    [ProgramFact(Nginx, Nginx)]
    public async Task Wrong_keys_are_counted_for_the_client_and_not_for_the_proxy()
    {
        await using ProxiedStudio studio = await ProxiedStudio.StartAsync(changeOptions: options => options with { ApiKey = Key });
        HttpStatusCode last = default;
        for (int i = 0; last != HttpStatusCode.TooManyRequests; i++)
        {
            Assert.InRange(i, 0, 1000);
            last = await StatusAsync("192.0.2.1", "wrong");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("192.0.2.2", "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("192.0.2.1", Key));

        // nginx is the only trusted proxy, and appends the address of its client, which here is this machine and stands for another proxy.
        async Task<HttpStatusCode> StatusAsync(string client, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/models");
            request.Headers.Add("X-Forwarded-For", client);
            request.Headers.Add("X-Api-Key", key);
            using HttpResponseMessage response = await studio.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static HttpRequestMessage Completion(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/completions") { Content = StudioServerFixture.Json(Body) };
        request.Headers.Add("Origin", origin);
        return request;
    }

    /// <summary>Connects as an editor, whose origin has the scheme <c>wss</c> as that of Aseprite, and receives a candidate.</summary>
    private static async Task DrawAsync(ProxiedStudio studio)
    {
        string address = studio.Address.ToString().Replace("https:", "wss:", StringComparison.Ordinal);
        using var invoker = new HttpMessageInvoker(studio.Handler, disposeHandler: false);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", new Uri(address).GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new Uri(address + "api/v1/editor"), invoker, CancellationToken.None);
        foreach ((string message, string reply) in ((string, string)[])
        [
            ("""{"type": "hello", "version": 1, "model": "tiny"}""", "ready"),
            ("""{"type": "draw", "id": 1, "model": "tiny", "width": 6, "height": 5, "count": 1, "pixels": "PIXELS"}""", "done"),
        ])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.Replace("PIXELS", Convert.ToBase64String(HalfDone()), StringComparison.Ordinal)), WebSocketMessageType.Text, true, CancellationToken.None);
            await ReadUntilAsync(socket, reply);
        }
    }

    /// <summary>Returns a picture of 6×5 pixels with one painted row.</summary>
    private static byte[] HalfDone() => [.. Enumerable.Range(0, 30).SelectMany(i => (byte[])(i < 6 ? [235, 248, 255, 255] : [0, 0, 0, 0]))];

    private static async Task ReadUntilAsync(ClientWebSocket socket, string type)
    {
        byte[] buffer = new byte[1 << 16];
        string? received;
        do
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(HangGuard.Limit);
            string text = Encoding.UTF8.GetString(buffer, 0, part.Count);
            received = (string?)JsonNode.Parse(text)!["type"];
            Assert.False(received == "error", text);
        }
        while (received != type);
    }

    /// <summary>Matches the addresses of files in the page and of modules in scripts.</summary>
    [GeneratedRegex("""(?:(?:src|href)="|from '|import ')((?:\./)?[\w-]+\.(?:js|css|svg))['"]""")]
    private static partial Regex Reference();
}
