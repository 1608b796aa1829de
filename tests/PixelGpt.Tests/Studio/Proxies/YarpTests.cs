using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>Several studios behind the proxy of <c>examples/yarp</c>, each in its own process.</summary>
public sealed partial class YarpTests : IDisposable
{
    private const int Clients = 6;
    private const int RequestsPerClient = 8;
    private const int MaxRetries = 8;

    private readonly TemporaryFolder _folder = new();
    private int _retries;

    // The pictures are large enough that some are being drawn at any time.
    public YarpTests() => TinyModels.Save(_folder["models/large"], positions: 1024);

    public void Dispose() => _folder.Dispose();

    /// <summary>The output folder of the example, which is built with the tests.</summary>
    private static string ProxyFolder
    {
        get
        {
            var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Checkout.Root, "examples", "yarp", "bin", framework.Parent!.Name, framework.Name);
        }
    }

    [Fact]
    public async Task Clients_that_retry_get_every_picture_although_a_studio_is_killed()
    {
        await using StudioProcess first = await StudioProcess.StartManagedAsync(_folder["models"]), second = await StudioProcess.StartManagedAsync(_folder["models"]);
        using Process proxy = ProgramProcess.Start("dotnet", ["YarpExample.dll", "--urls", "http://127.0.0.1:0", .. Destination("first", first), .. Destination("second", second)], start => start.WorkingDirectory = ProxyFolder);
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(proxy) };
            Task<string[]>[] clients = [.. Enumerable.Range(0, Clients).Select(i => CompleteAllAsync(client, i * RequestsPerClient))];
            while (await FinishedAsync(second) < 5) await Task.Yield();
            second.Process.Kill();
            string[] answers = [.. (await Task.WhenAll(clients)).SelectMany(a => a)];
            Assert.Equal(await ExpectedAsync(), answers);
            Assert.True(_retries > 0, "no request met the studio that was killed");
        }
        finally
        {
            proxy.Kill();
            await proxy.WaitForExitAsync();
        }
    }

    /// <summary>Returns the answers of a single studio.</summary>
    private async Task<string[]> ExpectedAsync()
    {
        await using StudioServer single = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["models"], Threads = 1 });
        using var client = new HttpClient { BaseAddress = single.Address };
        var answers = new List<string>();
        for (int i = 0; i < Clients; i++) answers.AddRange(await CompleteAllAsync(client, i * RequestsPerClient));
        return [.. answers];
    }

    private async Task<string[]> CompleteAllAsync(HttpClient client, int firstSeed)
    {
        string[] answers = new string[RequestsPerClient];
        for (int i = 0; i < answers.Length; i++) answers[i] = await CompleteAsync(client, firstSeed + i);
        return answers;
    }

    /// <summary>Completes a picture as the documentation advises: a request that got no answer, or one of these statuses, is sent again after a growing time.</summary>
    private async Task<string> CompleteAsync(HttpClient client, int seed)
    {
        string body = $$"""{"model": "large", "prompt": {"width": 32, "height": 32, "pixels": [1]}, "do_sample": true, "seed": {{seed}}}""";
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json(body));
                string text = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode) return JsonNode.Parse(text)!["completions"]!.ToJsonString();
                Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout]);
            }
            catch (HttpRequestException) when (attempt < MaxRetries)
            {
                // The studio was killed while it sent the response.
            }

            Assert.InRange(attempt, 0, MaxRetries);
            Interlocked.Increment(ref _retries);
            await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt));
        }
    }

    private static string[] Destination(string name, StudioProcess studio) =>
    [
        $"--ReverseProxy:Clusters:studios:Destinations:{name}:Address={studio.Address}",
        $"--ReverseProxy:Clusters:studios:Destinations:{name}:Health={studio.ManagementAddress}",
    ];

    private static async Task<Uri> AddressAsync(Process proxy)
    {
        while (await proxy.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match) return new Uri(match.Groups[1].Value);
        }

        throw new InvalidOperationException("the proxy did not start");
    }

    /// <summary>Returns the number of pictures that a studio has finished.</summary>
    private static async Task<int> FinishedAsync(StudioProcess studio)
    {
        using var client = new HttpClient();
        Match match = Finished().Match(await client.GetStringAsync(new Uri(studio.ManagementAddress, "metrics")));
        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();

    [GeneratedRegex("outcome=\"finished\"} (\\d+)")]
    private static partial Regex Finished();
}
