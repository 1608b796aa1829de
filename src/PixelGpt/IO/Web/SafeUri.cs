namespace PixelGpt.IO.Web;

/// <summary>Rules for the addresses that downloads may use: HTTPS, or HTTP on this machine.</summary>
internal static class SafeUri
{
    /// <summary>Whether an address may be requested: <c>https</c>, or <c>http</c> on this machine, without a user name or password.</summary>
    public static bool IsSafe(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>Returns an address without the user name and password it may contain.</summary>
    public static string WithoutUserInfo(Uri uri) => uri.IsAbsoluteUri ? uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) : uri.OriginalString;

    /// <summary>Resolves a redirect. Returns null if it must not be followed: from HTTPS to HTTP, or to an unsafe address.</summary>
    public static Uri? ResolveRedirect(Uri from, Uri location) =>
        Uri.TryCreate(from, location, out Uri? next) && IsSafe(next) && (from.Scheme != Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttps) ? next : null;

    /// <summary>Whether two addresses have the same scheme, host and port. A token for one server must not be sent to another.</summary>
    public static bool IsSameServer(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
