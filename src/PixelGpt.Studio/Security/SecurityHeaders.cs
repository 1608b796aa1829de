using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Security;

/// <summary>The security headers of all responses.</summary>
internal static class SecurityHeaders
{
    /// <summary>The content security policy of the page: only the studio's own scripts, styles and requests.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The content security policy of reports, which have inline styles and images and no scripts.</summary>
    public const string ReportPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Sets the headers of a response.</summary>
    public static void Set(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
    }
}
