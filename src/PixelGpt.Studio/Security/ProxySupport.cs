using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>Lets the studio run behind a proxy: the client's address and scheme from trusted proxies, and the path of the public URL.</summary>
internal static class ProxySupport
{
    /// <summary>Adds the middleware. It comes first, so that all others see the client's address and the path without the prefix.</summary>
    public static void Use(WebApplication app, StudioOptions options)
    {
        if (options.TrustedProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (System.Net.IPNetwork network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(forwarded);
        }

        if (options.PublicUrl?.AbsolutePath.TrimEnd('/') is not { Length: > 0 } prefix) return;
        app.Use((context, next) =>
        {
            // The page's relative addresses need the slash after the prefix.
            if (context.Request.Path != prefix) return next(context);
            context.Response.Redirect(prefix + "/" + context.Request.QueryString);
            return Task.CompletedTask;
        });

        // A proxy may also remove the prefix itself; then the path does not start with it, and stays as it is.
        app.UsePathBase(prefix);
    }
}
