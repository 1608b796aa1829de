using System.Net;
using System.Net.Sockets;
using System.Text;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.IO.Web;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>Tests a hostile hub: which addresses are requested and that the token is not revealed.</summary>
public sealed class HubSafetyTests : HubFixture
{
    private const string Secret = "hf_secretsecret";

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("https://user:password@example.com/")]
    public async Task Only_https_or_this_machine_is_requested(string endpoint)
    {
        string message = (await Assert.ThrowsAsync<InputException>(() => LoadAsync(Hub(Secret, endpoint: new Uri(endpoint))))).Message;
        Assert.Contains("must be https", message, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", message, StringComparison.Ordinal);
        foreach (string variable in (string[])["HF_ENDPOINT", "PIXELGPT_HUB_ENDPOINT"])
        {
            message = Assert.Throws<InputException>(() => HubOptions.From(name => name == variable ? endpoint : null, Home.Path)).Message;
            Assert.StartsWith(variable, message, StringComparison.Ordinal);
            Assert.DoesNotContain("password@", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://a.example/x", "https://b.example/y", "https://b.example/y")]
    [InlineData("https://a.example/x", "/y", "https://a.example/y")]
    [InlineData("https://a.example/x", "http://a.example/x", null)]
    [InlineData("https://a.example/x", "http://127.0.0.1/x", null)]
    [InlineData("https://a.example/x", "file:///etc/passwd", null)]
    [InlineData("https://a.example/x", "ftp://a.example/x", null)]
    [InlineData("https://a.example/x", "https://user:password@b.example/", null)]
    [InlineData("http://127.0.0.1:1/x", "https://b.example/y", "https://b.example/y")]
    [InlineData("http://127.0.0.1:1/x", "http://localhost:2/y", "http://localhost:2/y")]
    [InlineData("http://127.0.0.1:1/x", "http://b.example/y", null)]
    [InlineData("http://127.0.0.1:1/x", "//", null)]
    [InlineData("http://127.0.0.1:1/x", "//:80/", null)]
    public void ResolveRedirect_follows_only_safe_redirects(string from, string location, string? to) =>
        Assert.Equal(to, SafeUri.ResolveRedirect(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute))?.AbsoluteUri);

    [Theory]
    [InlineData("http://192.0.2.1/splits")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//")]
    [InlineData("//:80/")]
    public async Task An_unsafe_redirect_is_a_one_line_error(string location)
    {
        Server.Fault = (_, context) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.FromResult(true);
        };
        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync(Hub(Secret)));
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.2")]
    public async Task The_token_is_not_sent_to_another_host_name_of_the_same_machine(string host)
    {
        Uri other = new UriBuilder(Server.Endpoint) { Host = host }.Uri;
        Server.Fault = (request, context) =>
        {
            if (request.Path != "/splits" || context.Request.Host.Host == host) return Task.FromResult(false);
            context.Response.Redirect($"{other}splits{request.Query}");
            return Task.FromResult(true);
        };
        try
        {
            await LoadAsync(Hub(Secret));
        }
        catch (FailureException)
        {
            return; // this host name is not available on the machine
        }

        Assert.Contains(Server.Requests, r => r is { Path: "/splits", Authorization: null });
        Assert.DoesNotContain(Server.Requests, r => r.Path == "/rows" && r.Authorization is null);
    }

    [Fact]
    public async Task A_token_in_a_response_is_neither_shown_nor_cached()
    {
        Server.Edit = (request, json) =>
        {
            if (request.Path == "/splits") json["token"] = request.Authorization;
            return json;
        };
        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync(Hub(Secret)));
        Assert.Contains("contains the access token", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Home.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("HTTP/1.1 hf_secretsecret OK\r\n\r\n")]
    [InlineData("hf_secretsecret\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: hf_secretsecret\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nhf_secretsecret\r\n\r\n")]
    [InlineData("HTTP/1.1 500 hf_secretsecret\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 OK\r\nLocation: ftp://hf_secretsecret/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhf_secretsecret\r\n")]
    public async Task An_invalid_HTTP_response_does_not_reveal_the_token(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        Task serving = ServeAsync(listener, answer, stop.Token);
        var reported = new List<string>();
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync(Hub(Secret, endpoint: endpoint), new CallbackProgress(p => reported.Add(p.What))));
        await stop.CancelAsync();
        await serving;
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(reported, s => s.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_split_over_the_row_limit_is_rejected_at_its_first_page()
    {
        Server.Edit = (request, json) =>
        {
            if (request.Path == "/rows" && request["split"] == "train" && request["dataset"] == Sprites) json["num_rows_total"] = int.MaxValue;
            return json;
        };
        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains("exceeds the limit of 4194304 sprites", e.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests, r => r.IsPage("train", 0) && r["dataset"] == Sprites);
    }

    [Theory]
    [InlineData("../../../../x")]
    [InlineData("/etc/x")]
    [InlineData("..\\..\\x")]
    [InlineData("x\0y")]
    public async Task Names_from_the_hub_cannot_leave_the_cache_folder(string config)
    {
        Server.Add(Colors, "color", config, ("train", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]));
        await LoadAsync();
        string[] files = Directory.GetFiles(Home.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(2, files.Count(f => Path.GetFileName(f).StartsWith($"rows+{Uri.EscapeDataString(config)}+train", StringComparison.Ordinal)));
    }

    private static async Task ServeAsync(TcpListener listener, string answer, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stop);
                NetworkStream stream = client.GetStream();
                byte[] request = new byte[4096];
                _ = await stream.ReadAsync(request, stop);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
        }
    }
}
