using System.Net;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>
/// Checks the Host header of requests. This prevents DNS rebinding, where another website makes its own name resolve to this
/// machine: the Host header of such requests contains the name of that website. The host of the public URL is allowed too.
/// </summary>
internal sealed class HostFilter(StudioOptions options)
{
    private readonly bool _isLocal = IPAddress.IsLoopback(options.Address);

    /// <summary>Returns whether a Host header names this studio.</summary>
    public bool Allows(HostString host, int port)
    {
        if (options.PublicUrl is { } url && host.Host.Trim('[', ']').Equals(url.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) && (host.Port ?? url.Port) == url.Port) return true;
        if ((host.Port ?? 80) != port) return false;
        string name = host.Host.Trim('[', ']');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (!IPAddress.TryParse(name, out IPAddress? address)) return !_isLocal && options.HostNames.Contains(name, StringComparer.OrdinalIgnoreCase);

        // An IP address needs no name resolution, so DNS rebinding is not possible.
        return IPAddress.IsLoopback(address) || !_isLocal;
    }
}
