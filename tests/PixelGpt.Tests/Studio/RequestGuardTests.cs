using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PixelGpt.Studio;

namespace PixelGpt.Tests.Studio;

public sealed class RequestGuardTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Key = "a-key-for-these-tests";
    private const string Body = """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""";

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("localhost.evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("192.168.1.7", 403)]
    [InlineData("0.0.0.0", 403)]
    public async Task Only_the_studio_s_own_hosts_are_accepted(string host, int status) => Assert.Equal(status, await StatusAsync("/api/v1/models", $"Host: {host}:{studio.Address.Port}"));

    [Theory]
    [InlineData("Host: localhost")]
    [InlineData("Host: localhost:1")]
    public async Task A_host_with_another_port_is_rejected(string host) => Assert.Equal(403, await StatusAsync("/api/v1/models", host));

    [Fact]
    public async Task The_host_is_checked_for_every_path()
    {
        foreach (string path in (string[])["/", "/metrics", "/health/live", "/openapi/v1.json", "/nowhere"])
            Assert.Equal(403, await StatusAsync(path, "Host: evil.example"));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:1", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Requests_from_pages_of_other_sites_are_rejected(string header, string value, int status)
    {
        using HttpResponseMessage response = await PostAsync((header, value));
        if (status == 200) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else await StudioServerFixture.ProblemAsync(response, status);
    }

    [Fact]
    public async Task Requests_from_the_studio_s_own_page_are_accepted()
    {
        using HttpResponseMessage response = await PostAsync(("Origin", studio.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task Form_content_types_are_rejected(string type)
    {
        using var content = new StringContent(Body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using HttpResponseMessage response = await studio.Client.PostAsync("/api/v1/completions", content);
        await StudioServerFixture.ProblemAsync(response, 415);
    }

    [Theory]
    [InlineData("application/json; charset=unknown")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"utf-16\"")]
    public async Task Only_UTF_8_is_accepted(string type)
    {
        using var content = new StringContent(Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage response = await studio.Client.PostAsync("/api/v1/completions", content);
        Assert.Contains("UTF-8", await StudioServerFixture.ProblemAsync(response, 415));
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_rejected()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        using HttpResponseMessage response = await studio.Client.PostAsync("/api/v1/completions", content);
        Assert.Contains("'Content-Type: application/json'", await StudioServerFixture.ProblemAsync(response, 415));
    }

    [Theory]
    [InlineData("POST /api/v1/completions HTTP/1.1", 400, "Content-Type: application/json", "Content-Length: 0")]
    [InlineData("TRACE /api/v1/models HTTP/1.1", 405)]
    [InlineData("FETCH /api/v1/models HTTP/1.1", 405)]
    [InlineData("OPTIONS * HTTP/1.1", 405)]
    [InlineData("GET /%ZZ HTTP/1.1", 404)]
    [InlineData("GET /a/../../api HTTP/1.1", 404)]
    [InlineData("GET /api/v1/models/%F0%9F%8E%A8 HTTP/1.1", 404)]
    [InlineData("GET /api/v1/models/built-in/samples?count=99999999999 HTTP/1.1", 400)]
    [InlineData("POST /api/v1/images/inspect HTTP/1.1", 400, "Content-Type: application/json", "Transfer-Encoding: chunked", "", "3", "{\"i", "0")]
    public async Task Unusual_requests_have_problem_details(string requestLine, int status, params string[] headers)
    {
        string response = await RawRequest.SendAsync(studio.Address, requestLine, headers);
        Assert.StartsWith($"HTTP/1.1 {status} ", response);
        Assert.Contains("application/problem+json", response);
        Assert.DoesNotContain("System.", response);
        Assert.DoesNotContain("Exception", response);
    }

    [Fact]
    public async Task A_large_body_is_rejected()
    {
        using var content = new ByteArrayContent(new byte[(4 << 20) + 1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = content };

        // The response arrives before the body is sent.
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await studio.Client.SendAsync(request);
        await StudioServerFixture.ProblemAsync(response, 413);
    }

    [Theory]
    [InlineData("/api/v1/nowhere", "GET", 404)]
    [InlineData("/nowhere", "GET", 404)]
    [InlineData("/api/v1/models", "DELETE", 405)]
    [InlineData("/api/v1/completions", "GET", 405)]
    public async Task Unknown_paths_and_methods_have_problem_details(string path, string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await studio.Client.SendAsync(request);
        await StudioServerFixture.ProblemAsync(response, status);
    }

    [Theory]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/models/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    public async Task Every_response_has_security_headers(string path)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync(path);
        string Header(string name) => string.Join(", ", response.Headers.GetValues(name));
        Assert.StartsWith("default-src 'none'; script-src 'self';", Header("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        if (path.StartsWith("/api", StringComparison.Ordinal)) Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_API_requires_the_key_if_there_is_one()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKey = Key });
        foreach (string path in (string[])["/api/v1/models", "/API/v1/models", "/%61pi/v1/models", "/api/v1/nowhere"])
            Assert.StartsWith("HTTP/1.1 401", await RawRequest.SendAsync(server.Address, $"GET {path} HTTP/1.1"));
        Assert.DoesNotContain("tiny", await RawRequest.SendAsync(server.Address, "GET //api/v1/models HTTP/1.1"));
        foreach (string wrong in (string[])["X-Api-Key: wrong", "X-Api-Key: ", $"X-Api-Key: {Key}x", "Authorization: Bearer ", "Authorization: Bearer wrong", $"Authorization: Basic {Key}", $"Authorization: {Key}"])
            Assert.StartsWith("HTTP/1.1 401", await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", wrong));
        foreach (string right in (string[])[$"X-Api-Key: {Key}", $"Authorization: Bearer {Key}", $"authorization: bearer {Key}"])
            Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", right));
        Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET /health/live HTTP/1.1"));
    }

    [Fact]
    public async Task A_wrong_key_is_not_repeated_in_the_response()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKey = Key });
        string response = await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", "X-Api-Key: wrong-and-secret");
        Assert.DoesNotContain("wrong-and-secret", response);
        Assert.DoesNotContain(Key, response);
        Assert.Contains("WWW-Authenticate: Bearer", response);
    }

    [Fact]
    public async Task A_public_address_requires_a_key()
    {
        InputException rejected = await Assert.ThrowsAsync<InputException>(() => studio.StartAsync(o => o with { Address = IPAddress.Any }));
        Assert.Contains("--api-key", rejected.Message);
        await Assert.ThrowsAsync<InputException>(() => studio.StartAsync(o => o with { ApiKey = "short" }));
    }

    [Theory]
    [InlineData("/../outside/config.json")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/wwwroot/.gitkeep")]
    [InlineData("/.gitkeep")]
    [InlineData("/PixelGpt.Studio.dll")]
    public async Task The_page_does_not_serve_other_files(string path) => Assert.Matches("^HTTP/1.1 40[04]", await RawRequest.SendAsync(studio.Address, $"GET {path} HTTP/1.1"));

    [Fact]
    public async Task Files_of_the_page_have_content_types_and_entity_tags()
    {
        foreach (string name in typeof(StudioServer).Assembly.GetManifestResourceNames().Where(n => Path.GetExtension(n) is ".html" or ".js" or ".css" or ".svg"))
        {
            string path = "/" + name["wwwroot/".Length..];
            using HttpResponseMessage response = await studio.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(Path.GetExtension(name) switch { ".html" => "text/html", ".js" => "text/javascript", ".css" => "text/css", _ => "image/svg+xml" }, response.Content.Headers.ContentType?.MediaType);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            using HttpResponseMessage unchanged = await studio.Client.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> PostAsync((string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/completions") { Content = StudioServerFixture.Json(Body) };
        request.Headers.Add(header.Name, header.Value);
        return await studio.Client.SendAsync(request);
    }

    private async Task<int> StatusAsync(string path, string host)
    {
        string response = await RawRequest.SendAsync(studio.Address, $"GET {path} HTTP/1.1", host);
        return int.Parse(response.Split(' ')[1]);
    }
}
