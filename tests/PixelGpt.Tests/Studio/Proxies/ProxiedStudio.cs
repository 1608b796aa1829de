using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>A studio behind nginx, and a client that reaches it as <c>art.example</c>.</summary>
internal sealed class ProxiedStudio : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NginxProcess _nginx = new();
    private StudioServer? _studio;

    private ProxiedStudio(Uri address)
    {
        Address = address;
        Handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                // The name and the port of the address need not exist on this machine.
                var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _nginx.Port, cancellationToken);
                return client.GetStream();
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == _nginx.Certificate,
            },
        };
        Client = new HttpClient(Handler) { BaseAddress = address };
    }

    /// <summary>The address of the page for browsers, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>The port of this machine on which nginx listens.</summary>
    public int Port => _nginx.Port;

    public SocketsHttpHandler Handler { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a studio with a tiny model, and nginx.</summary>
    /// <param name="address">The address of the page for browsers, as in the example or with another port.</param>
    /// <param name="changeExample">Changes the configuration of nginx; null to leave it as in the example.</param>
    /// <param name="changeOptions">Changes the settings of the studio; null to leave them as in the example.</param>
    public static async Task<ProxiedStudio> StartAsync(
        string address = $"https://{NginxProcess.HostName}/pixelgpt", Func<string, string>? changeExample = null, Func<StudioOptions, StudioOptions>? changeOptions = null)
    {
        var proxied = new ProxiedStudio(new Uri(address + "/"));
        TinyModels.Save(proxied._folder["models/tiny"], TinyModels.PixelModel("pixelgpt-any"));
        var options = new StudioOptions { Port = 0, Models = proxied._folder["models"], Threads = 1, PublicUrl = new Uri(address), TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.1/32")] };
        proxied._studio = await StudioServer.StartAsync(changeOptions?.Invoke(options) ?? options);
        await proxied._nginx.StartAsync(proxied._studio.Address, changeExample);
        return proxied;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _nginx.DisposeAsync();
        if (_studio is not null) await _studio.DisposeAsync();
        _folder.Dispose();
    }
}
