using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PixelGpt.Studio.Metrics;

namespace PixelGpt.Studio.Api;

/// <summary>The monitoring endpoints <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class MonitoringEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapMonitoring(this RouteGroupBuilder group)
    {
        group.MapGet("/health/live", () => TypedResults.Text("alive")).ExcludeFromDescription();
        group.MapGet("/health/ready", Ready).ExcludeFromDescription();
        group.MapGet("/metrics", (PrometheusText prometheus) => TypedResults.Text(prometheus.Write(), "text/plain; version=0.0.4")).ExcludeFromDescription();
        return group;
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Ready(IHostApplicationLifetime lifetime)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested) return TypedResults.Text("ready");
        return TypedResults.Problem(ProblemDetailsMapper.Create(StatusCodes.Status503ServiceUnavailable, "the studio is closing"));
    }
}
