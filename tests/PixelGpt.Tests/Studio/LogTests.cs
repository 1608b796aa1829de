using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Security;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests request ids, and the log of requests that can change something or are refused.</summary>
public sealed class LogTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    [Theory]
    [InlineData("GET", "/api/v1/models", 200)]
    [InlineData("GET", "/api/v1/models/none", 404)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/api/v1/runs", 400)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/", 200)]
    public async Task Each_response_has_an_id_of_its_own_and_problem_details_repeat_it(string method, string path, int status)
    {
        var ids = new HashSet<string>();
        foreach (int _ in Enumerable.Range(0, 2))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { RequestIds.Header, "chosen-by-the-client" } } };
            if (method == "POST") request.Content = StudioServerFixture.Json("{");
            using HttpResponseMessage response = await studio.Client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
            string id = Assert.Single(response.Headers.GetValues(RequestIds.Header));
            Assert.Matches("^[0-9a-f]{32}$", id);
            Assert.True(ids.Add(id));
            if (status >= 400) Assert.Equal(id, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["request_id"]!);
        }
    }

    [Theory]
    [InlineData("abc-123_4.5", true)]
    [InlineData("a b", false)]
    [InlineData("<script>", false)]
    public async Task A_trusted_proxy_may_choose_the_id(string id, bool isUsed)
    {
        await using StudioServer server = await studio.StartAsync(o => o with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        string response = await RawRequest.SendAsync(server.Address, "GET /api/v1/info HTTP/1.1", $"X-Request-Id: {id}", "X-Forwarded-For: 192.0.2.1");
        Assert.Equal(isUsed, response.Contains($"X-Request-Id: {id}\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_and_refused_keys_are_in_the_log_with_name_status_and_id_and_without_the_key()
    {
        using var folder = new TemporaryFolder();
        string keys = folder["keys.json"], train = ApiKeyFile.Add(keys, "trainer", ["train"]), draw = ApiKeyFile.Add(keys, "drawer", ["draw"]);
        await using StudioProcess process = await StudioProcess.StartAsync("--models", folder["models"], "--api-keys", keys, "--log-format", "json");
        var sent = new List<(string Key, string Method, string Path, int Status, string Level, string Id)>();
        await SendAsync("trainer", train, "POST", "/api/v1/models/none/rename", "Information");
        await SendAsync("trainer", train, "DELETE", "/api/v1/models/a%0Ab", "Information");
        await SendAsync("drawer", draw, "POST", "/api/v1/runs", "Warning");
        await SendAsync("-", "pgk_guessed-and-secret", "GET", "/api/v1/models", "Warning");
        await SendAsync("trainer", train, "GET", "/api/v1/models", null);
        await SendAsync("drawer", draw, "POST", "/api/v1/completions", null);
        File.WriteAllText(keys, "{");
        await SendAsync("trainer", train, "DELETE", "/api/v1/trash/none", "Information");
        process.Terminate();
        (int code, string[] log) = await process.EndAsync();
        Assert.Equal(0, code);
        JsonNode[] entries = [.. log.Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(sent, entries.Where(e => (string)e["Category"]! == AuditLog.Category).Select(e =>
        {
            JsonNode state = e["State"]!;
            Assert.Equal("127.0.0.1", (string)state["Address"]!);
            Assert.InRange((long)state["Milliseconds"]!, 0, 600_000);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)e["Timestamp"]!);
            return ((string)state["Key"]!, (string)state["Method"]!, (string)state["Path"]!, (int)state["Status"]!, (string)e["LogLevel"]!, (string)state["RequestId"]!);
        }));
        Assert.Contains(entries, e => (string)e["LogLevel"]! == "Error" && ((string)e["Message"]!).Contains("invalid JSON", StringComparison.Ordinal));
        string all = string.Join('\n', log);
        foreach (string key in (string[])[train, draw, "guessed"]) Assert.DoesNotContain(key, all);

        async Task SendAsync(string name, string key, string method, string path, string? level)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "X-Api-Key", key } } };
            if (method == "POST") request.Content = StudioServerFixture.Json("""{"id": "new"}""");
            using HttpResponseMessage response = await process.Client.SendAsync(request);
            if (level is not null) sent.Add((name, method, path, (int)response.StatusCode, level, Assert.Single(response.Headers.GetValues(RequestIds.Header))));
        }
    }

    [Theory]
    [InlineData("warning", 0)]
    [InlineData("information", 1)]
    [InlineData("debug", 2)]
    public async Task The_level_selects_the_lines_of_the_text_format(string level, int count)
    {
        using var folder = new TemporaryFolder();
        await using StudioProcess process = await StudioProcess.StartAsync("--models", folder["models"], "--log-level", level);
        using HttpResponseMessage read = await process.Client.GetAsync("/api/v1/info");
        using HttpResponseMessage change = await process.Client.DeleteAsync("/api/v1/models/none");
        process.Terminate();
        (_, string[] log) = await process.EndAsync();
        string[] lines = [.. log.Where(line => line.Contains(AuditLog.Category, StringComparison.Ordinal))];
        Assert.Equal(count, lines.Length);
        string id = change.Headers.GetValues(RequestIds.Header).Single();
        if (count > 0) Assert.Single(lines, line => Regex.IsMatch(line, $@"^\d{{4}}-\d\d-\d\dT[\d:.]+Z info: .* - from 127\.0\.0\.1: DELETE /api/v1/models/none 404 in \d+ ms, request {id}$"));
    }
}
