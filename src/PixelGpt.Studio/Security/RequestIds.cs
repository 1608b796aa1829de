using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>Gives each request an id, which the response, problem details and the log contain.</summary>
internal static partial class RequestIds
{
    /// <summary>The name of the header.</summary>
    public const string Header = "X-Request-Id";

    /// <summary>Adds the middleware. It comes before all others, as long as the address of the connection is not replaced by that of the client.</summary>
    public static void Use(WebApplication app, StudioOptions options) => app.Use((context, next) =>
    {
        string given = context.Request.Headers[Header].ToString();
        bool isGiven = IsTrusted(context.Connection.RemoteIpAddress, options) && Id().IsMatch(given);
        context.TraceIdentifier = isGiven ? given : Guid.NewGuid().ToString("N");
        context.Response.Headers[Header] = context.TraceIdentifier;
        Activity.Current?.SetTag("pixelgpt.request_id", context.TraceIdentifier);
        return next(context);
    });

    /// <summary>Returns whether a request comes from a trusted proxy. Others cannot choose the id, so that it is unique in the log.</summary>
    private static bool IsTrusted(IPAddress? address, StudioOptions options)
    {
        if (address is null) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return options.TrustedProxies.Any(network => network.Contains(address));
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Id();
}
