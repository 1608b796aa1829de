using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelGpt.Studio;

namespace PixelGpt.Tests.Studio;

public sealed class SecurityTests(StudioBench studio) : IClassFixture<StudioBench>
{
    private const string Key = "a-secret-of-thirty-two-characters";

    [Theory]
    [InlineData("evil.example", true)]
    [InlineData("localhost.evil.example", true)]
    [InlineData("127.0.0.1.evil.example", true)]
    [InlineData("192.168.0.7", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("LocalHost", false)]
    [InlineData("[::1]", false)]
    public async Task Only_who_calls_the_studio_by_its_name_is_served(string host, bool isRefused)
    {
        foreach (string path in (string[])["/", "/api/v1/models", "/metrics", "/openapi/v1.json"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"{host}:{studio.Address.Port}";
            using HttpResponseMessage response = await studio.Client.SendAsync(request);
            Assert.Equal(isRefused, response.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_name_with_another_port_is_another_name()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models");
        request.Headers.Host = "localhost:1";
        using HttpResponseMessage response = await studio.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Origin", null, 200)]
    public async Task Pages_of_other_sites_can_start_nothing(string header, string? value, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = JsonContent.Create(StudioBench.Request(1)) };
        request.Headers.Add(header, value ?? studio.Address.ToString().TrimEnd('/'));
        using HttpResponseMessage response = await studio.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_page_is_not_taken_for_json()
    {
        using var content = new StringContent("""{"model": "tiny"}""", System.Text.Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await studio.Client.PostAsync("/api/v1/completions", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/models")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/models/nope")]
    public async Task Every_answer_tells_browsers_to_be_strict(string path)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync(path);
        string Header(string name) => string.Join(',', response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : []);
        string policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal(("nosniff", "no-referrer", "same-origin"), (Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("Cross-Origin-Resource-Policy")));
        Assert.Empty(Header("Server"));
        if (path.StartsWith("/api", StringComparison.Ordinal)) Assert.Equal("no-store", Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/../StudioServer.cs")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/wwwroot/index.html")]
    [InlineData("/api/v1/models/..%2F..%2Fetc")]
    [InlineData("/api/v1/models/%2e%2e")]
    public async Task Nothing_outside_is_served(string path)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync(new Uri(studio.Address, path));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_link_out_of_the_models_folder_leads_nowhere()
    {
        if (OperatingSystem.IsWindows()) return;
        string outside = Directory.CreateTempSubdirectory("pixelgpt-outside-").FullName;
        StudioBench.Train(outside, "secret");
        Directory.CreateSymbolicLink(Path.Combine(studio.Models, "link"), Path.Combine(outside, "secret"));
        using HttpResponseMessage response = await studio.Client.GetAsync("/api/v1/models/link");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("\"link\"", await studio.Client.GetStringAsync("/api/v1/models"));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_unread()
    {
        using var content = new StringContent(new string(' ', 5 << 20), System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = content };
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await studio.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("X-Api-Key", "wrong", 401)]
    [InlineData("X-Api-Key", Key, 200)]
    [InlineData("Authorization", "Bearer " + Key, 200)]
    [InlineData("Authorization", "Bearer wrong", 401)]
    [InlineData("Authorization", "Basic " + Key, 401)]
    public async Task With_a_key_only_who_knows_it_is_served(string? header, string? value, int status)
    {
        await using StudioServer locked = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = studio.Models, ApiKey = Key, Address = IPAddress.Any });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{locked.Address.Port}") };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models");
        if (header is not null) request.Headers.Add(header, value);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("alive", await client.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Where_others_can_reach_it_a_key_is_a_must()
    {
        InputException refusal = await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = 0, Models = studio.Models, Address = IPAddress.Any }));
        Assert.Contains("--api-key", refusal.Message);
        refusal = await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = 0, Models = studio.Models, ApiKey = "short" }));
        Assert.Contains("too easy to guess", refusal.Message);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        InputException refusal = await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = studio.Address.Port, Models = studio.Models }));
        Assert.Contains($"port {studio.Address.Port}", refusal.Message);
        Assert.Contains("--port", refusal.Message);
    }

    [Fact]
    public async Task The_api_describes_itself_with_examples()
    {
        JsonNode openApi = JsonNode.Parse(await studio.Client.GetStringAsync("/openapi/v1.json"))!;
        JsonObject paths = openApi["paths"]!.AsObject();
        foreach (string path in (string[])["/api/v1/models", "/api/v1/models/{id}", "/api/v1/completions", "/api/v1/completions/batch", "/api/v1/probabilities", "/api/v1/images/import", "/api/v1/images/export"])
            Assert.Contains(path, paths);
        foreach ((string path, JsonNode? methods) in paths)
        {
            foreach ((string method, JsonNode? operation) in methods!.AsObject())
            {
                Assert.True(operation!["summary"] is not null, $"{method} {path} says nothing of itself");
                if (operation["requestBody"] is { } body) Assert.True(body["content"]!["application/json"]!["example"] is not null, $"{method} {path} has no example");
            }
        }
    }
}
