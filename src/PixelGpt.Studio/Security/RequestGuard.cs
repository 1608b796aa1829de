using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Api;

namespace PixelGpt.Studio.Security;

/// <summary>Turns away who calls by a wrong name, from another site, or without the key.</summary>
internal sealed class RequestGuard(StudioOptions options, StudioAddress address)
{
    private readonly byte[]? _key = options.ApiKey is { } key ? Digest(key) : null;

    /// <summary>Checks a request before anything of it is read.</summary>
    /// <exception cref="ApiException">It is not welcome.</exception>
    public void Check(HttpRequest request)
    {
        HostString host = request.Host;
        if (!address.Knows(host, request.HttpContext.Connection.LocalPort))
            throw new ApiException(StatusCodes.Status403Forbidden, $"the studio is not called '{Excerpt.Of(host.Value ?? "")}'; call it by the address it printed when it started");
        CheckOrigin(request);
        if (_key is not null && request.Path.StartsWithSegments("/api") && !HasKey(request))
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ApiException(StatusCodes.Status401Unauthorized, "this studio needs its key: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        }
    }

    /// <summary>A page of another site may send requests but not read the answers: so those that change something must not come from one.</summary>
    private static void CheckOrigin(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return;
        string origin = request.Headers.Origin.ToString(), site = request.Headers["Sec-Fetch-Site"].ToString();
        bool isOwn = origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
        if (!isOwn || site is not ("" or "same-origin" or "none"))
            throw new ApiException(StatusCodes.Status403Forbidden, "requests of other sites' pages are not served");
    }

    private bool HasKey(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString(), given = request.Headers["X-Api-Key"].ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) given = authorization["Bearer ".Length..].Trim();
        return CryptographicOperations.FixedTimeEquals(Digest(given), _key);
    }

    /// <summary>Of equal length for all keys, so that comparing tells nothing of theirs.</summary>
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
