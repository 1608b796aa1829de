using System.Net;
using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Security;

/// <summary>
/// By what names the studio may be called. A page of elsewhere can make its own name lead to this machine (DNS rebinding), but
/// then its requests carry that name.
/// </summary>
internal sealed class StudioAddress(StudioOptions options)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLocal { get; } = IPAddress.IsLoopback(options.Address);

    /// <summary>Whether a request's Host header names this studio.</summary>
    public bool Knows(HostString host, int port)
    {
        if ((host.Port ?? 80) != port) return false;
        string name = host.Host.Trim('[', ']');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (!IPAddress.TryParse(name, out IPAddress? address)) return !IsLocal && options.HostNames.Contains(name, StringComparer.OrdinalIgnoreCase);

        // By number nobody can be lured: a number leads where it says.
        return IPAddress.IsLoopback(address) || !IsLocal;
    }
}
