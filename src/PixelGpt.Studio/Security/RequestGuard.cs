using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>Rejects requests with a wrong Host header, from pages of other sites, or without the API key.</summary>
internal sealed class RequestGuard(StudioOptions options, HostFilter hosts, KeyAttempts attempts)
{
    private const int MaxTargetLength = 8 << 10;
    private const int MaxHeaderBytes = 32 << 10;

    /// <summary>The path of the WebSocket endpoint, whose clients may send the API key in their first message: WebSocket clients in scripts often cannot set headers.</summary>
    private static readonly PathString EditorPath = new("/api/v1/editor");

    private readonly string? _publicOrigin = options.PublicUrl?.GetLeftPart(UriPartial.Authority);
    private readonly byte[]? _keyDigest = options.ApiKey is { } key ? Digest(key) : null;

    /// <summary>Checks a request before its body is read.</summary>
    /// <exception cref="ApiException">The request is rejected.</exception>
    public void Check(HttpRequest request)
    {
        CheckSize(request);
        HostString host = request.Host;
        if (!hosts.Allows(host, request.HttpContext.Connection.LocalPort))
            throw ApiException.Forbidden($"host '{Excerpt.Of(host.Value ?? "")}' is not allowed; use the address that the studio printed when it started, or set --public-url to the address of the proxy");
        CheckOrigin(request);
        if (_keyDigest is not null && request.Path.StartsWithSegments("/api") && !IsEditor(request) && !HasKey(request))
        {
            attempts.AddWrong(request.HttpContext);
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            throw ApiException.Unauthorized("the API key is missing or wrong; send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        }
    }

    /// <summary>Checks the API key of an editor, which is a header of the request to connect or part of its first message.</summary>
    /// <param name="request">The request to connect.</param>
    /// <param name="key">The key of the first message; null for none.</param>
    /// <exception cref="ApiException">There is a key, and the editor does not have it.</exception>
    public void CheckEditorKey(HttpRequest request, string? key)
    {
        if (_keyDigest is null || HasKey(request) || (key is not null && IsKey(key))) return;
        attempts.AddWrong(request.HttpContext);
        throw ApiException.Unauthorized("the API key is missing or wrong; enter the key with which the studio was started");
    }

    /// <summary>Rejects requests with a long target or long headers. Kestrel accepts longer ones, because its own response would have no problem details.</summary>
    private static void CheckSize(HttpRequest request)
    {
        if (request.Path.Value?.Length + request.QueryString.Value?.Length > MaxTargetLength)
            throw new ApiException(StatusCodes.Status414UriTooLong, $"the path and query exceed {MaxTargetLength >> 10} KiB; send the values in the request body");
        if (request.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => (long)(value?.Length ?? 0))) > MaxHeaderBytes)
            throw new ApiException(StatusCodes.Status431RequestHeaderFieldsTooLarge, $"the request headers exceed {MaxHeaderBytes >> 10} KiB; remove headers or cookies");
    }

    /// <summary>Rejects requests from pages of other sites, except GET and HEAD. Browsers send such requests, although the page cannot read the responses. WebSocket connections, which start with GET, can be read.</summary>
    private void CheckOrigin(HttpRequest request)
    {
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !IsEditor(request)) return;
        string origin = request.Headers.Origin.ToString(), site = request.Headers["Sec-Fetch-Site"].ToString();

        // The WebSocket client of Aseprite sends its own address with the scheme ws or wss as origin, which no browser does.
        if (IsEditor(request) && origin.StartsWith("ws", StringComparison.OrdinalIgnoreCase)) origin = $"http{origin["ws".Length..]}";
        bool isOwn = origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(_publicOrigin, StringComparison.OrdinalIgnoreCase);
        if (!isOwn || site is not ("" or "same-origin" or "none"))
            throw ApiException.Forbidden("requests from pages of other sites are not allowed; use the studio's own page, or a client without an Origin header");
    }

    private static bool IsEditor(HttpRequest request) => request.Path.Equals(EditorPath);

    private bool HasKey(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString(), given = request.Headers["X-Api-Key"].ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) given = authorization["Bearer ".Length..].Trim();
        return IsKey(given);
    }

    private bool IsKey(string given) => CryptographicOperations.FixedTimeEquals(Digest(given), _keyDigest);

    /// <summary>Computes a digest. All digests have the same length, so that the comparison's duration does not reveal the key's length.</summary>
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
