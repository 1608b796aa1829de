using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary><c>/api/v1/runs</c>: training started, followed, stopped and gone on with; reports of what came of it.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", (RunCatalog catalog) => catalog.All()).WithSummary("Lists the runs in the models folder and how they stand.");
        api.MapGet("/runs/{id}", (string id, RunCatalog catalog) => catalog.One(id))
            .WithSummary("Tells how a run stands, with the figures of each epoch and its recipe.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/runs", StartAsync).WithSummary("Begins to train a model; one run trains at a time, others wait.").Produces<RunBody>(StatusCodes.Status202Accepted).WithProblems();
        api.MapPost("/runs/{id}/stop", (string id, TrainingQueue queue, RunCatalog catalog) =>
            {
                queue.Stop(id);
                return TypedResults.Json((RunBody)catalog.One(id), StudioJson.Wire.RunBody, statusCode: StatusCodes.Status202Accepted);
            })
            .WithSummary("Stops a run after the step under way; all of it is saved.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/runs/{id}/resume", ResumeAsync)
            .WithSummary("Goes on with a run where it stopped, to the very bits it would have come to; epochs may be more than were planned.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithProblems();
        api.MapGet("/runs/{id}/events", (string id, RunFollower follower, HttpContext context) => TypedResults.ServerSentEvents(follower.FollowAsync(id, context.RequestAborted)))
            .WithSummary("Follows a run as server-sent events: state, epoch (all so far first), step, samples, ping, end.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/runs/{id}/report.html", Report).WithSummary("The report of an evaluated run.").Produces(StatusCodes.Status200OK, contentType: "text/html").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/runs/compare", Compare).WithSummary("Evaluated runs side by side: ids, separated by commas.").Produces(StatusCodes.Status200OK, contentType: "text/html").WithProblems();
    }

    private static async Task<IResult> StartAsync(StartBody body, TrainingQueue queue, RunCatalog catalog, HttpContext context)
    {
        string id = await queue.StartAsync(body, context.RequestAborted);
        context.Response.Headers.Location = $"/api/v1/runs/{id}";
        return TypedResults.Json((RunBody)catalog.One(id), StudioJson.Wire.RunBody, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ResumeAsync(string id, ResumeBody body, TrainingQueue queue, RunCatalog catalog, HttpContext context)
    {
        await queue.ResumeAsync(id, body.Epochs, context.RequestAborted);
        return TypedResults.Json((RunBody)catalog.One(id), StudioJson.Wire.RunBody, statusCode: StatusCodes.Status202Accepted);
    }

    private static PhysicalFileHttpResult Report(string id, ModelFolders folders, HttpContext context)
    {
        RunFolder folder = folders.Find(id);
        if (!RunCatalog.HasReport(folder)) throw ApiException.NotFound($"{id} has no report yet; make one with: pixelgpt evaluate {id}");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return TypedResults.PhysicalFile(folder.Report, "text/html; charset=utf-8");
    }

    private static ContentHttpResult Compare(string ids, ModelFolders folders, HttpContext context)
    {
        string[] names = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length is < 2 or > 8 || names.Distinct(StringComparer.Ordinal).Count() < names.Length) throw new InputException("ids are two to eight different runs, separated by commas");
        ComparedRun[] runs = [.. names.Select(name => ComparedRun.Load(name, folders.Find(name), name))];
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return TypedResults.Content(ComparisonPage.Write(RunComparison.Of(runs)), "text/html; charset=utf-8");
    }
}
