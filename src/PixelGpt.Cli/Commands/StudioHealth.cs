using System.Net;
using System.Net.Sockets;

namespace PixelGpt.Cli.Commands;

/// <summary>Asks a running studio whether it is ready. Container runtimes need a command for this, and images often have no HTTP client.</summary>
internal static class StudioHealth
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks the studio that listens on an address and port of this machine.</summary>
    /// <returns>The address that answered.</returns>
    /// <exception cref="FailureException">The studio does not answer, or is not ready.</exception>
    public static async Task<Uri> CheckAsync(IPAddress host, int port, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://{new IPEndPoint(Reachable(host), port)}/health/ready");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode ? address : throw new FailureException($"the studio is not ready: {address} answered with status {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new FailureException($"no studio answers at {address}; check --host, --port and --management-port", e);
        }
    }

    /// <summary>Returns the loopback address instead of one that stands for all addresses of the machine.</summary>
    private static IPAddress Reachable(IPAddress host)
    {
        if (!host.Equals(IPAddress.Any) && !host.Equals(IPAddress.IPv6Any)) return host;
        return host.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
    }
}
