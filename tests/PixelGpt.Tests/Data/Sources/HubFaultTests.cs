using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>Tests network errors and error responses of the hub.</summary>
public sealed class HubFaultTests : HubFixture
{
    private const string Secret = "hf_secretsecret";

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Transient_errors_are_retried_with_increasing_delays(int status)
    {
        Server.Fail(r => r.IsPage("train", 100), status, times: 3);

        Assert.Equal(250, (await LoadAsync())["train"].Count);
        Assert.Equal(3, Clock.Waits.Count);
        for (int i = 0; i < 3; i++) Assert.InRange(Clock.Waits[i].TotalSeconds, 0.5 * (1 << i), 1 << i);
    }

    [Theory]
    [InlineData("Retry-After", "47")]
    [InlineData("Retry-After", "date")]
    [InlineData("RateLimit", "\"api\";r=0;t=47")]
    public async Task The_delay_requested_by_the_hub_is_respected(string header, string value)
    {
        string sent = value == "date" ? Clock.GetUtcNow().AddSeconds(47).ToString("R", CultureInfo.InvariantCulture) : value;
        Server.Fail(r => r.Path == "/rows", 429, headers: response => response.Headers.Append(header, sent));

        await LoadAsync();

        Assert.Equal([TimeSpan.FromSeconds(47)], Clock.Waits);
    }

    [Fact]
    public async Task A_requested_delay_of_a_day_is_an_error()
    {
        Server.Fail(r => r.Path == "/rows", 429, headers: response => response.Headers.RetryAfter = "86400");

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Assert.Contains("1440 minutes", e.Message, StringComparison.Ordinal);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_permanent_error_states_how_to_resume()
    {
        Server.Fail(r => r.IsPage("train", 200), 503, times: int.MaxValue);

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());

        Assert.Equal(6, Server.Requests.Count(r => r.IsPage("train", 200)));
        Assert.Contains("hub:owner/sprites, split train, rows from 200", e.Message, StringComparison.Ordinal);
        Assert.Contains("6 attempts", e.Message, StringComparison.Ordinal);
        Assert.Contains("HTTP 503 Service Unavailable, \"busy\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(Home.Path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task Delays_are_reported_as_progress()
    {
        Server.Fail(r => r.IsPage("dev", 0), 500);
        var reported = new List<string>();

        await LoadAsync(progress: new CallbackProgress(p => reported.Add(p.What)));

        Assert.Contains(reported, s => s.Contains("HTTP 500 Internal Server Error, \"busy\"; attempt 2 of 6 in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_connection_is_retried()
    {
        int cuts = 0;
        Server.Fault = async (request, context) =>
        {
            if (!request.IsPage("train", 100) || ++cuts > 2) return false;
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync("""{"features": [""");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        Assert.Equal(250, (await LoadAsync())["train"].Count);
        Assert.Equal(3, cuts);
    }

    [Fact]
    public async Task Requests_after_a_short_outage_have_all_attempts()
    {
        // A socket that is bound but does not listen refuses connections, and keeps its port.
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"http://{socket.LocalEndPoint}");
        using var client = new HubClient(Hub(endpoint: address));
        Task? answer = null;
        await client.GetAsync(address, "splits", "first", _ => answer ??= AnswerOnceAsync(socket), CancellationToken.None);
        await answer!;

        int waits = 0;
        await Assert.ThrowsAsync<FailureException>(() => client.GetAsync(address, "splits", "second", _ => waits++, CancellationToken.None));
        Assert.Equal(Hub().MaxAttempts - 1, waits);
    }

    [Fact]
    public async Task A_request_that_times_out_is_retried()
    {
        int hung = 0;
        Server.Fault = async (request, context) =>
        {
            if (!request.IsPage("train", 100) || ++hung > 1) return false;
            Clock.ExpireTimeouts();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        Assert.Equal(250, (await LoadAsync())["train"].Count);
    }

    [Fact]
    public async Task An_unreachable_server_is_reported()
    {
        Uri gone = Server.Endpoint;
        await Server.DisposeAsync();

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Assert.Contains($"{gone.Authority} failed in 6 attempts", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, null, "set HF_TOKEN")]
    [InlineData(403, Secret, "check the spelling of the name, that the token (HF_TOKEN) is valid")]
    [InlineData(404, null, "check the spelling")]
    public async Task Denied_access_is_explained_and_not_retried(int status, string? token, string expected)
    {
        Server.Fail(r => r.Path == "/splits", status, body: $$"""{"error": "No access with {{Secret}}."}""");

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(Hub(token)));

        Assert.Contains($"hub:owner/colors: HTTP {status}", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        if (token is not null) Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task The_token_is_sent_only_to_the_endpoint()
    {
        await using HubServer other = await HubServer.StartAsync();
        other.Add(Sprites, "pixel_color", ("dev", Rows(3, 16)));
        Server.Fault = (request, context) =>
        {
            if (request.Path == "/rows" && request["split"] == "dev") context.Response.Redirect($"{other.Endpoint}rows{request.Query}");
            else if (request.Path == "/rows" && request["split"] == "test") context.Response.Redirect($"/moved/rows{request.Query}", permanent: true, preserveMethod: true);
            return Task.FromResult(context.Response.StatusCode != 200);
        };

        await LoadAsync(Hub(Secret));

        Assert.All(Server.Requests, r => Assert.Equal($"Bearer {Secret}", r.Authorization));
        Assert.Contains(Server.Requests, r => r.Path == "/moved/rows");
        Assert.Null(Assert.Single(other.Requests).Authorization);
    }

    [Theory]
    [InlineData("/splits", "redirects more than 5 times")]
    [InlineData("ftp://127.0.0.1/splits", "redirects from http to ftp, which is not followed")]
    public async Task Invalid_redirects_are_errors(string location, string expected)
    {
        Server.Fault = (_, context) =>
        {
            context.Response.Redirect(location);
            return Task.FromResult(true);
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.InRange(Server.Requests.Count, 1, 6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_over_the_size_limit_is_rejected(bool packed)
    {
        Server.Fault = async (_, context) =>
        {
            if (packed) context.Response.Headers.ContentEncoding = "gzip";
            Stream body = packed ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
            byte[] blank = Enumerable.Repeat((byte)' ', 1 << 16).ToArray();
            try
            {
                while (!context.RequestAborted.IsCancellationRequested) await body.WriteAsync(blank, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
            }

            return true;
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());

        Assert.Contains("hub:owner/colors: the response exceeds the limit of 1048576 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_between_pages_leaves_a_cache_to_resume_from()
    {
        using var cancel = new CancellationTokenSource();
        var stopAfterFirstPage = new CallbackProgress(p =>
        {
            if (p is { Done: 100, Total: 250 }) cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(progress: stopAfterFirstPage, cancellationToken: cancel.Token));
        Assert.DoesNotContain(Directory.GetFiles(Home.Path, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp", StringComparison.Ordinal));
        Server.ClearRequests();
        await LoadAsync();

        Assert.Equal("100", Server.Requests[0]["offset"]);
    }

    [Fact]
    public async Task Cancelling_stops_a_request_and_a_delay()
    {
        using var inRequest = new CancellationTokenSource();
        Server.Fault = async (_, context) =>
        {
            await inRequest.CancelAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(cancellationToken: inRequest.Token));

        using var inWait = new CancellationTokenSource();
        Server.Fail(_ => true, 503, times: int.MaxValue);
        Server.ClearRequests();
        Clock.Waiting = inWait.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(cancellationToken: inWait.Token));
        Assert.InRange(Server.Requests.Count, 1, 2);
    }

    private static async Task AnswerOnceAsync(Socket socket)
    {
        socket.Listen();
        using (Socket connection = await socket.AcceptAsync())
        {
            _ = await connection.ReceiveAsync(new byte[4096]);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
        }

        socket.Close();
    }
}
