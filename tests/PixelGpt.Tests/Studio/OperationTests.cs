using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Security;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests the studio as a service: limits on connections and keys, the management endpoint, proxies, settings from outside, and folders from others.</summary>
public sealed class OperationTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Key = "a-key-for-these-tests";

    [Fact]
    public async Task Environment_variables_of_Kestrel_do_not_open_another_endpoint()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using Process process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--models", studio.Models, "--json"], start =>
        {
            start.Environment["Kestrel__Endpoints__X__Url"] = $"http://127.0.0.1:{port}";
            start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        });
        try
        {
            string text = "";
            while (!text.Contains('}', StringComparison.Ordinal)) text += await process.StandardOutput.ReadLineAsync();
            using var client = new HttpClient();
            Assert.Equal("alive", await client.GetStringAsync(new Uri(new Uri((string)JsonNode.Parse(text)!["address"]!), "health/live")));
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"http://127.0.0.1:{port}/health/live"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Silent_connections_do_not_keep_others_away()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { MaxConnections = 4 });
        var silent = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 12; i++)
            {
                var connection = new TcpClient();
                silent.Add(connection);
                await connection.ConnectAsync(server.Address.Host, server.Address.Port);
            }

            Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET /health/live HTTP/1.1"));
        }
        finally
        {
            foreach (TcpClient connection in silent) connection.Dispose();
        }
    }

    [Fact]
    public async Task Connections_per_address_are_limited_except_for_trusted_proxies()
    {
        var limiter = new ConnectionLimiter(new StudioOptions { MaxConnectionsPerAddress = 2, TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });
        Assert.Equal(2, await AcceptedAsync("192.0.2.1"));
        Assert.Equal(3, await AcceptedAsync("10.1.2.3"));
        Assert.Equal(3, await AcceptedAsync("127.0.0.1"));
        Assert.Equal(2, await AcceptedAsync("192.0.2.1"));

        async Task<int> AcceptedAsync(string address)
        {
            int accepted = 0;
            var end = new TaskCompletionSource();
            ConnectionDelegate limited = limiter.Limit(_ =>
            {
                accepted++;
                return end.Task;
            });
            Task[] all = [.. Enumerable.Range(0, 3).Select(_ => limited(new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) }))];
            end.SetResult();
            await Task.WhenAll(all);
            return accepted;
        }
    }

    [Fact]
    public async Task Many_wrong_keys_are_rejected_with_429_and_the_right_one_still_works()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { ApiKey = Key });
        var statuses = new List<string>();
        for (int i = 0; i < KeyAttempts.Burst + 10; i++) statuses.Add((await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", "X-Api-Key: wrong")).Split(' ')[1]);
        Assert.Equal("401", statuses[0]);
        Assert.Equal("429", statuses[^1]);
        Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", $"X-Api-Key: {Key}"));
    }

    [Fact]
    public async Task Health_and_metrics_can_have_a_port_of_their_own()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { ManagementPort = 0, ApiKey = Key });
        Assert.NotEqual(server.Address.Port, server.ManagementAddress!.Port);
        foreach (string path in (string[])["/health/live", "/health/ready", "/metrics"])
        {
            Assert.StartsWith("HTTP/1.1 404", await RawRequest.SendAsync(server.Address, $"GET {path} HTTP/1.1", $"X-Api-Key: {Key}"));
            Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.ManagementAddress, $"GET {path} HTTP/1.1", $"X-Api-Key: {Key}"));
            Assert.StartsWith("HTTP/1.1 200", await RawRequest.SendAsync(server.ManagementAddress, $"HEAD {path} HTTP/1.1", $"X-Api-Key: {Key}"));
        }

        foreach (string path in (string[])["/", "/api/v1/models", "/openapi/v1.json"])
            Assert.Matches("^HTTP/1.1 40[14]", await RawRequest.SendAsync(server.ManagementAddress, $"GET {path} HTTP/1.1"));
    }

    [Theory]
    [InlineData("art.example", 200)]
    [InlineData("art.example:443", 200)]
    [InlineData("ART.example", 200)]
    [InlineData("art.example:8443", 403)]
    [InlineData("other.example", 403)]
    public async Task The_host_of_the_public_URL_is_accepted(string host, int status)
    {
        await using StudioServer server = await studio.StartAsync(o => o with { PublicUrl = new Uri("https://art.example/pixelgpt") });
        Assert.StartsWith($"HTTP/1.1 {status}", await RawRequest.SendAsync(server.Address, "GET /api/v1/models HTTP/1.1", $"Host: {host}"));
    }

    [Fact]
    public async Task A_proxy_may_keep_or_rewrite_the_host_and_keep_or_remove_the_prefix()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { PublicUrl = new Uri("https://art.example/pixelgpt/") });
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        foreach (string host in (string[])["art.example", server.Address.Authority])
        {
            foreach (string path in (string[])["/pixelgpt/api/v1/completions", "/api/v1/completions"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = StudioServerFixture.Json("""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""") };
                request.Headers.Host = host;
                request.Headers.Add("Origin", "https://art.example");
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
                using HttpResponseMessage response = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }

        using HttpResponseMessage redirect = await client.GetAsync("/pixelgpt");
        Assert.Equal("/pixelgpt/", redirect.Headers.Location!.ToString());
        string page = await client.GetStringAsync("/pixelgpt/");
        Assert.DoesNotMatch("(src|href)=\"/", page);
    }

    [Theory]
    [InlineData("ftp://art.example")]
    [InlineData("https://art.example/?a=1")]
    public async Task An_invalid_public_URL_is_rejected(string url) =>
        Assert.Contains("public-url", (await Assert.ThrowsAsync<InputException>(() => studio.StartAsync(o => o with { PublicUrl = new Uri(url) }))).Message);

    [Fact]
    public async Task Long_targets_and_headers_have_problem_details()
    {
        string target = await RawRequest.SendAsync(studio.Address, $"GET /api/v1/models?{new string('a', 9000)} HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 414", target);
        Assert.Contains("application/problem+json", target);
        string headers = await RawRequest.SendAsync(studio.Address, "GET /api/v1/models HTTP/1.1", [.. Enumerable.Range(0, 9).Select(i => $"X-{i}: {new string('a', 4000)}")]);
        Assert.StartsWith("HTTP/1.1 431", headers);
        Assert.Contains("application/problem+json", headers);
    }

    [Theory]
    [InlineData("/api/v1/completions", """{"model": "tiny", "model": "large", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""", "'model' occurs twice")]
    [InlineData("/api/v1/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "do_sample": true, "temperature": 1e-38}""", "temperature")]
    [InlineData("/api/v1/runs", """{"dataset": "creatures", "batch_size": 2147483647}""", "batch_size")]
    [InlineData("/api/v1/runs", """{"dataset": "creatures", "epochs": 2147483647}""", "epochs")]
    public async Task Values_that_would_fail_later_are_rejected_at_once(string path, string body, string detail) => Assert.Contains(detail, await studio.RejectedAsync(path, body));

    [Theory]
    [InlineData("GET", 400, "not valid HTTP/1.1")]
    [InlineData("GET /%00 HTTP/1.1", 400, "not valid HTTP/1.1")]
    [InlineData("GET /api/v1/models", 400, "not valid HTTP/1.1")]
    [InlineData("GET /api/v1/models HTTP/9.9", 505, "use HTTP/1.1")]
    [InlineData("GET /api/v1/models HTTP/1.1", 400, "not valid HTTP/1.1", "Bad Name: 1")]
    [InlineData("GET /api/v1/models HTTP/1.1", 400, "not valid HTTP/1.1", "Host: a", "Host: b")]
    [InlineData("POST /api/v1/completions HTTP/1.1", 400, "not valid HTTP/1.1", "Content-Length: x")]
    public async Task Malformed_requests_have_problem_details(string requestLine, int status, string detail, params string[] headers)
    {
        string response = await RawRequest.SendAsync(studio.Address, requestLine, headers);
        Assert.StartsWith($"HTTP/1.1 {status}", response);
        string[] parts = response.Split("\r\n\r\n");
        Assert.Contains("Content-Type: application/problem+json", parts[0]);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(parts[1])}\r\n", parts[0]);
        JsonNode problem = JsonNode.Parse(parts[1])!;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.Contains(detail, (string)problem["detail"]!);
    }

    [Fact]
    public async Task Links_out_of_the_models_folder_are_not_followed()
    {
        using var folder = new TemporaryFolder();
        const string secret = "root:x:0:0";
        File.WriteAllText(folder["secret"], secret + "\n");
        string model = folder["models/shared"];
        TemporaryFolder.Copy(studio.Tiny, model);
        File.Delete(Path.Combine(model, "colormap.txt"));
        File.CreateSymbolicLink(Path.Combine(model, "colormap.txt"), folder["secret"]);
        await using StudioServer server = await studio.StartAsync(o => o with { Models = folder["models"] });
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (string path in (string[])["/api/v1/models", "/api/v1/runs"])
        {
            string list = await client.GetStringAsync(path);
            Assert.Contains("link", list);
            Assert.DoesNotContain(secret, list);
            Assert.DoesNotContain(folder.Path, list);
        }

        using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json("""{"model": "shared", "prompt": {"width": 6, "height": 5, "pixels": [1]}}"""));
        Assert.DoesNotContain(secret, await StudioServerFixture.ProblemAsync(response, 400));
    }

    [Theory]
    [InlineData("hub:someone/else")]
    [InlineData(null)]
    public async Task The_data_set_of_a_run_is_read_only_if_the_studio_offers_it(string? source)
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(studio.Tiny, folder["models/run"]);
        if (source is not null)
        {
            string record = folder["models/run/training.json"];
            JsonNode json = JsonNode.Parse(File.ReadAllText(record))!;
            json["data"]!["source"] = source;
            File.WriteAllText(record, json.ToJsonString());
        }

        // Without a change, the record names a folder that exists and that this studio does not offer.
        await using StudioServer server = await studio.StartAsync(o => o with { Models = folder["models"], Data = [] });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage samples = await client.GetAsync("/api/v1/models/run/samples");
        Assert.Contains("--data", await StudioServerFixture.ProblemAsync(samples, 400));
        foreach (string action in (string[])["resume", "evaluate"])
        {
            using HttpResponseMessage response = await client.PostAsync($"/api/v1/runs/run/{action}", StudioServerFixture.Json("{}"));
            Assert.Contains("--data", await StudioServerFixture.ProblemAsync(response, 400));
        }

        string events = await client.GetStringAsync("/api/v1/runs/run/events");
        Assert.Contains("event: end", events);
        Assert.DoesNotContain("event: samples", events);
    }
}
