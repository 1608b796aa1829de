namespace PixelGpt.IO.Web;

/// <summary>Where downloads may go: over HTTPS, so that nobody on the way reads or changes them, or to this machine itself.</summary>
internal static class SafeAddress
{
    /// <summary>Whether an address may be asked: <c>https</c>, or <c>http</c> on this machine; never with a password in it.</summary>
    public static bool IsSafe(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>An address as it may be shown: without the name and password that may be in it.</summary>
    public static string Shown(Uri uri) => uri.IsAbsoluteUri ? uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) : uri.OriginalString;

    /// <summary>Where a redirect leads, or null if it is not to be followed: out of HTTPS, or to what is no safe address.</summary>
    public static Uri? Follow(Uri from, Uri location) =>
        Uri.TryCreate(from, location, out Uri? next) && IsSafe(next) && (from.Scheme != Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttps) ? next : null;

    /// <summary>Whether two addresses have the same server: scheme, host and port. A token for one goes to no other.</summary>
    public static bool IsSameServer(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
