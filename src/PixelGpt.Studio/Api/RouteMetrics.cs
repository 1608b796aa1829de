using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Studio.Metrics;

namespace PixelGpt.Studio.Api;

/// <summary>Finds the routes of the API for metrics.</summary>
internal static class RouteMetrics
{
    /// <summary>Adds an empty series for each route of the API.</summary>
    public static void AddEmpty(IEndpointRouteBuilder app, PrometheusText prometheus)
    {
        foreach (RouteEndpoint endpoint in app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (RouteOf(endpoint) is not { } route) continue;
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []) prometheus.AddEmpty(StudioMetrics.RequestDuration, StudioMetrics.RouteTags(method, route));
        }
    }

    /// <summary>Returns the route of an endpoint of the API, such as <c>/api/v1/runs/{id}</c>; null for other endpoints.</summary>
    public static string? RouteOf(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } route } && route.StartsWith("/api/", StringComparison.Ordinal) ? route.TrimEnd('/') : null;
}
