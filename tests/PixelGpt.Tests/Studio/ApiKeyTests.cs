using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests several API keys with roles: the key file, its change while the studio runs, and what each role allows.</summary>
public sealed class ApiKeyTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>, IDisposable
{
    private const string Completion = """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""";

    private readonly TemporaryFolder _folder = new();

    private string Keys => _folder["keys.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_role_allows_its_requests_and_no_others()
    {
        string draw = ApiKeyFile.Add(Keys, "drawer", ["draw"]), train = ApiKeyFile.Add(Keys, "trainer", ["train"]), metrics = ApiKeyFile.Add(Keys, "prometheus", ["read-metrics"]);
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKeyFile = Keys });
        foreach ((string method, string path, string role) in ((string, string, string)[])
                 [
                     ("GET", "/api/v1/models", "draw"), ("GET", "/api/v1/runs", "draw"), ("HEAD", "/api/v1/info", "draw"), ("GET", "/api/v1/trash", "draw"),
                     ("POST", "/api/v1/completions", "draw"), ("POST", "/api/v1/completions/batch", "draw"), ("POST", "/api/v1/probabilities", "draw"),
                     ("POST", "/api/v1/images/export", "draw"), ("POST", "/api/v1/palettes/import", "draw"),
                     ("POST", "/api/v1/runs", "train"), ("POST", "/api/v1/runs/tiny/resume", "train"), ("POST", "/api/v1/runs/tiny/stop", "train"), ("POST", "/api/v1/runs/tiny/evaluate", "train"),
                     ("POST", "/api/v1/datasets", "train"), ("DELETE", "/api/v1/datasets/none", "train"), ("DELETE", "/api/v1/models/none", "train"),
                     ("POST", "/api/v1/models/none/rename", "train"), ("POST", "/api/v1/trash/none/restore", "train"), ("POST", "/%61pi/v1/runs", "train"), ("POST", "/API/V1/RUNS/", "train"),
                     ("GET", "/metrics", "read-metrics"), ("HEAD", "/metrics", "read-metrics"), ("GET", "/Metrics/", "read-metrics"),
                 ])
        {
            await CheckAsync(draw, role == "draw");
            await CheckAsync(train, role is "draw" or "train");
            await CheckAsync(metrics, role == "read-metrics");

            async Task CheckAsync(string key, bool isAllowed)
            {
                string response = await RawRequest.SendAsync(server.Address, $"{method} {path} HTTP/1.1", $"X-Api-Key: {key}");
                if (isAllowed) Assert.DoesNotMatch("^HTTP/1.1 40[13]", response);
                else Assert.StartsWith("HTTP/1.1 403", response);
                if (!isAllowed && method != "HEAD") Assert.Contains($"lacks the role '{role}'", response);
            }
        }

        Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET /health/ready HTTP/1.1"));
        Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET / HTTP/1.1"));
        Assert.StartsWith("HTTP/1.1 401", await RawRequest.SendAsync(server.Address, "GET /metrics HTTP/1.1"));
    }

    [Fact]
    public async Task A_key_that_draws_completes_pictures_and_the_key_of_the_options_has_all_roles()
    {
        string draw = ApiKeyFile.Add(Keys, "drawer", ["draw"]);
        const string all = "a-key-for-these-tests";
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKeyFile = Keys, ApiKey = all });
        foreach (string key in (string[])[draw, all])
        {
            using var client = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {key}" } } };
            using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json(Completion));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using HttpResponseMessage metrics = await client.GetAsync("/metrics");
            Assert.Equal(key == all ? HttpStatusCode.OK : HttpStatusCode.Forbidden, metrics.StatusCode);
            using HttpResponseMessage deletion = await client.DeleteAsync("/api/v1/models/none");
            Assert.Contains(key == all ? "none" : "drawer", await StudioServerFixture.ProblemAsync(deletion, key == all ? 404 : 403));
        }
    }

    [Fact]
    public async Task The_keys_of_a_changed_file_count_at_once_and_those_of_an_invalid_one_do_not()
    {
        string first = ApiKeyFile.Add(Keys, "first", ["draw"]);
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKeyFile = Keys });
        string second = ApiKeyFile.Add(Keys, "second", ["draw"]);
        Assert.Equal((200, 200), (await StatusAsync(first), await StatusAsync(second)));
        string valid = File.ReadAllText(Keys);
        foreach (string? invalid in (string?[])["{", "[]", """{"keys": [{"name": "x", "roles": ["fly"], "salt": "", "sha256": ""}]}""", null])
        {
            if (invalid is null) File.Delete(Keys);
            else File.WriteAllText(Keys, invalid);
            Assert.Equal((200, 200), (await StatusAsync(first), await StatusAsync(second)));
        }

        JsonNode json = JsonNode.Parse(valid)!;
        json["keys"]!.AsArray().RemoveAt(0);
        File.WriteAllText(Keys, json.ToJsonString());
        Assert.Equal((401, 200), (await StatusAsync(first), await StatusAsync(second)));

        async Task<int> StatusAsync(string key) => int.Parse((await RawRequest.SendAsync(server.Address, "GET /api/v1/info HTTP/1.1", $"X-Api-Key: {key}")).Split(' ')[1]);
    }

    [Fact]
    public async Task The_management_port_gives_metrics_only_to_keys_that_may_read_them()
    {
        string metrics = ApiKeyFile.Add(Keys, "prometheus", ["read-metrics"]), draw = ApiKeyFile.Add(Keys, "drawer", ["draw"]);
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKeyFile = Keys, ManagementPort = 0 });
        foreach ((string[] headers, int status) in ((string[], int)[])[([], 401), ([$"X-Api-Key: {draw}"], 403), ([$"X-Api-Key: {metrics}"], 200)])
            Assert.StartsWith($"HTTP/1.1 {status}", await RawRequest.SendAsync(server.ManagementAddress!, "GET /metrics HTTP/1.1", headers));
        Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.ManagementAddress!, "GET /health/ready HTTP/1.1"));
    }

    [Theory]
    [InlineData("read-metrics", 403)]
    [InlineData("draw", null)]
    public async Task An_editor_needs_a_key_that_draws(string role, int? status)
    {
        string key = ApiKeyFile.Add(Keys, "painter", [role]);
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKeyFile = Keys });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/api/v1/editor" }.Uri, CancellationToken.None);
        byte[] hello = Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "hello", ["version"] = 1, ["api_key"] = key }.ToJsonString());
        await socket.SendAsync(hello.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
        byte[] buffer = new byte[4096];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        JsonNode reply = JsonNode.Parse(buffer.AsSpan(0, received.Count))!;
        Assert.Equal(status is null ? "ready" : "error", (string)reply["type"]!);
        Assert.Equal(status, (int?)reply["status"]);
    }

    [Fact]
    public async Task The_command_prints_a_key_once_and_the_file_does_not_have_it()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await PixelGpt.Cli.CommandLine.RunAsync(["studio-key", Keys, "alice", "--role", "train", "--role", "read-metrics", "--json"], output, error));
        JsonNode result = JsonNode.Parse(output.ToString())!;
        string key = (string)result["key"]!, text = File.ReadAllText(Keys);
        Assert.True(key.Length >= 43, key);
        Assert.DoesNotContain(key, text);
        Assert.Contains("alice", text);
        StoredKey stored = Assert.Single(ApiKeyFile.Load(Keys));
        Assert.Equal(("alice", ApiRoles.All), (stored.Name, stored.Roles));
        Assert.True(stored.Matches(key));
        Assert.False(stored.Matches(key + "x"));
    }

    [Theory]
    [InlineData("--role must be draw, train or read-metrics", "alice", "--role", "fly")]
    [InlineData("'a b'", "a b")]
    [InlineData("--api-key", "api-key")]
    [InlineData("missing argument NAME")]
    public async Task Mistakes_in_the_command_are_explained(string message, params string[] arguments)
    {
        Assert.Contains(message, await CliFixture.RefusedAsync(["studio-key", Keys, .. arguments]));
        Assert.False(File.Exists(Keys));
    }

    [Fact]
    public async Task A_name_can_be_given_once()
    {
        ApiKeyFile.Add(Keys, "alice", ["draw"]);
        Assert.Contains("'alice'", await CliFixture.RefusedAsync("studio-key", Keys, "alice"));
        Assert.Single(ApiKeyFile.Load(Keys));
    }

    [Theory]
    [InlineData("no such file", null)]
    [InlineData("invalid JSON", "{")]
    [InlineData("unknown role 'fly'", """{"keys": [{"name": "a", "roles": ["fly"], "salt": "AAAA", "sha256": "AAAA"}]}""")]
    [InlineData("a salt of at least 16 bytes", """{"keys": [{"name": "a", "roles": ["draw"], "salt": "AAAA", "sha256": "AAAA"}]}""")]
    [InlineData("a key must have a role", """{"keys": [{"name": "a", "roles": [], "salt": "AAAA", "sha256": "AAAA"}]}""")]
    [InlineData("invalid JSON", """{"keys": [{"name": "a", "roles": ["draw"], "salt": "AAAA"}]}""")]
    [InlineData("invalid JSON", """{"keys": [{"name": "a", "roles": ["draw"], "salt": "AAAA", "sha256": "AAAA", "expires": 1}]}""")]
    public async Task The_studio_does_not_start_with_an_invalid_key_file(string message, string? content)
    {
        if (content is not null) File.WriteAllText(Keys, content);
        string error = await CliFixture.RefusedAsync("studio", "--port", "0", "--models", studio.Models, "--api-keys", Keys);
        Assert.Contains(message, error);
        Assert.DoesNotContain("System.", error);
    }
}
