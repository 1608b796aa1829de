using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>Rejects requests with a wrong Host header, from pages of other sites, or without an API key that has the role that the request needs.</summary>
internal sealed class RequestGuard(StudioOptions options, HostFilter hosts, ApiKeys keys, KeyAttempts attempts)
{
    private const int MaxTargetLength = 8 << 10;
    private const int MaxHeaderBytes = 32 << 10;

    private readonly string? _publicOrigin = options.PublicUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>Checks a request before its body is read.</summary>
    /// <exception cref="ApiException">The request is rejected.</exception>
    public void Check(HttpRequest request)
    {
        CheckSize(request);
        HostString host = request.Host;
        if (!hosts.Allows(host, request.HttpContext.Connection.LocalPort))
            throw ApiException.Forbidden($"host '{Excerpt.Of(host.Value ?? "")}' is not allowed; use the address that the studio printed when it started, or set --public-url to the address of the proxy");
        CheckOrigin(request);
        ApiRoles role = RequestRole.Of(request);
        if (keys.AreRequired && role != ApiRoles.None && !RequestRole.IsEditor(request)) CheckKey(request, GivenKey(request), role, "send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        if (options.ReadOnly && role == ApiRoles.Train) throw ApiException.Forbidden(ChangeRule.IsReadOnly.TrimEnd('.'));
    }

    /// <summary>Checks the API key of an editor, which is a header of the request to connect or part of its first message.</summary>
    /// <param name="request">The request to connect.</param>
    /// <param name="key">The key of the first message; null for none.</param>
    /// <exception cref="ApiException">There are keys, and the editor does not have one with the role to draw.</exception>
    public void CheckEditorKey(HttpRequest request, string? key)
    {
        if (!keys.AreRequired) return;
        string given = GivenKey(request);
        CheckKey(request, keys.Find(given) is null ? key ?? given : given, ApiRoles.Draw, "enter a key of the studio");
    }

    private void CheckKey(HttpRequest request, string given, ApiRoles role, string help)
    {
        HttpContext context = request.HttpContext;
        if (keys.Find(given) is not { } holder)
        {
            attempts.AddWrong(context);
            if (!context.Response.HasStarted) context.Response.Headers.WWWAuthenticate = "Bearer";
            throw ApiException.Unauthorized($"the API key is missing or wrong; {help}");
        }

        context.Features.Set(holder);
        if (!holder.Roles.HasFlag(role)) context.Features.Set(new KeyRefusal(StatusCodes.Status403Forbidden));
        holder.Check(role);
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
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !RequestRole.IsEditor(request)) return;
        string origin = request.Headers.Origin.ToString(), site = request.Headers["Sec-Fetch-Site"].ToString();

        // The WebSocket client of Aseprite sends its own address with the scheme ws or wss as origin, which no browser does.
        if (RequestRole.IsEditor(request) && origin.StartsWith("ws", StringComparison.OrdinalIgnoreCase)) origin = $"http{origin["ws".Length..]}";
        bool isOwn = origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(_publicOrigin, StringComparison.OrdinalIgnoreCase);
        if (!isOwn || site is not ("" or "same-origin" or "none"))
            throw ApiException.Forbidden("requests from pages of other sites are not allowed; use the studio's own page, or a client without an Origin header");
    }

    /// <summary>Returns the key that a request has in its headers; empty for none.</summary>
    private static string GivenKey(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization["Bearer ".Length..].Trim() : request.Headers["X-Api-Key"].ToString();
    }
}
