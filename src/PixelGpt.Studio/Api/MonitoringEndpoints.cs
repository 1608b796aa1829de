using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Api;

/// <summary>The monitoring endpoints <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class MonitoringEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapMonitoring(this RouteGroupBuilder group)
    {
        group.MapMethods("/health/live", Methods, () => TypedResults.Text("alive")).ExcludeFromDescription();
        group.MapMethods("/health/ready", Methods, Ready).ExcludeFromDescription();
        group.MapMethods("/metrics", Methods, (PrometheusText prometheus) => TypedResults.Text(prometheus.Write(), "text/plain; version=0.0.4")).ExcludeFromDescription();
        return group;
    }

    /// <summary>Returns whether requests can be answered: the studio is not closing, and the models folder can be read.</summary>
    private static Results<ContentHttpResult, ProblemHttpResult> Ready(HttpContext context, IHostApplicationLifetime lifetime, Draining draining, ModelFolders folders)
    {
        if (draining.Started.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested) return NotReady(context, "the studio is closing");
        try
        {
            folders.Ids();
        }
        catch (ApiException e)
        {
            return NotReady(context, e.Message);
        }

        return TypedResults.Text("ready");
    }

    private static ProblemHttpResult NotReady(HttpContext context, string reason)
    {
        ProblemDetails problem = ProblemDetailsMapper.Create(StatusCodes.Status503ServiceUnavailable, reason);
        problem.Extensions["request_id"] = context.TraceIdentifier;
        return TypedResults.Problem(problem);
    }
}
