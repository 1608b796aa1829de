using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Watching;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/watched</c>: the folders where saved pictures get candidates.</summary>
internal static class WatchEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteGroupBuilder MapWatched(this RouteGroupBuilder group)
    {
        group.MapGet("/watched", GetWatched).WithTags("Editor")
            .WithName("listWatched")
            .WithSummary("Lists the watched folders, and their last pictures that got candidates or could not get them, latest first.");
        return group;
    }

    private static Ok<WatchedBody> GetWatched(StudioOptions options, WatchLog log) =>
        TypedResults.Ok(new WatchedBody([.. options.Watch.Folders.Select(Path.GetFullPath)], log.Entries));
}
