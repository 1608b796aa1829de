using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>
/// Decides which role a request needs. All requests to the API that can change something need the role to train, except those listed
/// here, so that an endpoint that is forgotten needs more than it should, and not less.
/// </summary>
internal static class RequestRole
{
    /// <summary>The path of the WebSocket endpoint, whose clients may send the API key in their first message: WebSocket clients in scripts often cannot set headers.</summary>
    public static readonly PathString Editor = new("/api/v1/editor");

    private static readonly PathString[] Completions = [new("/api/v1/completions"), new("/api/v1/probabilities")];

    private static readonly PathString[] Drawing = [.. Completions, new("/api/v1/images"), new("/api/v1/palettes")];

    /// <summary>Returns the role that a request needs; none if everyone may send it.</summary>
    public static ApiRoles Of(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/metrics")) return ApiRoles.ReadMetrics;
        if (!request.Path.StartsWithSegments("/api")) return ApiRoles.None;
        bool isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isRead || Drawing.Any(path => request.Path.StartsWithSegments(path)) ? ApiRoles.Draw : ApiRoles.Train;
    }

    /// <summary>Returns whether a request computes with a model, so that the studio waits for it when it closes. The drawings of editors are counted one by one.</summary>
    public static bool IsCompletion(HttpRequest request) => Completions.Any(path => request.Path.StartsWithSegments(path));

    /// <summary>Returns whether a request opens the connection of an editor.</summary>
    public static bool IsEditor(HttpRequest request) => request.Path.Equals(Editor);
}
