using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;
using PixelGpt.Studio.Training;
using PixelGpt.Training;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/runs</c>: starts, follows, stops and resumes runs, and returns reports.</summary>
internal static class RunEndpoints
{
    /// <summary>Maximum number of runs to compare.</summary>
    internal const int MaxComparedRuns = 8;

    private static readonly (string Name, Type? Data, string Meaning)[] Events =
    [
        ("state", typeof(RunBody), "The state of the run, first and whenever it changes."),
        ("epoch", typeof(EpochMetrics), "A completed epoch, also of the time before the request."),
        ("step", typeof(RunStepBody), "The progress of the current epoch."),
        ("samples", typeof(RunSamplesBody), "Pictures that the run's model completes after an epoch."),
        ("ping", null, "Nothing has happened for a while; keeps the connection open."),
        ("end", typeof(RunEndBody), "The run has ended."),
    ];

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapRuns(this RouteGroupBuilder group)
    {
        RouteGroupBuilder runs = group.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", List)
            .WithName("listRuns")
            .WithSummary("Lists the runs in the models folder with their states.");
        runs.MapGet("/{id}", Find)
            .WithName("getRun")
            .WithSummary("Describes a run, including its recipe and the metrics of each epoch.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapPost("", StartAsync)
            .WithName("startRun")
            .WithSummary("Starts a run. One run is trained at a time; further runs wait.")
            .WithProblems();
        runs.MapPost("/{id}/stop", Stop)
            .WithName("stopRun")
            .WithSummary("Stops a run after the current step and saves it.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("/{id}/resume", ResumeAsync)
            .WithName("resumeRun")
            .WithSummary("Resumes a run from its checkpoint. The result is bit-identical to an uninterrupted run. The number of epochs may be increased.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithProblems();
        runs.MapPost("/{id}/evaluate", EvaluateAsync)
            .WithName("evaluateRun")
            .WithSummary("Starts to evaluate a run on the dev and test sprites of its data set, beside training. The run's property evaluation has the progress; then report.html exists.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithProblems();
        runs.MapGet("/{id}/events", Follow)
            .WithName("followRun")
            .WithSummary("Follows a run with server-sent events: state, epoch (one for each completed epoch), step, samples, ping, end.")
            .ProducesEvents("state comes first, and end last. A run that has ended sends all its events at once.", Events)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/report.html", Report)
            .WithName("getRunReport")
            .WithSummary("Returns the report of an evaluated run.")
            .ProducesFile("The report.", "text/html")
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/compare", Compare)
            .WithName("compareRuns")
            .WithSummary("Compares evaluated runs. The parameter ids is a comma-separated list.")
            .ProducesFile("The comparison.", "text/html")
            .WithProblems();
        return group;
    }

    private static Ok<RunsBody> List(RunCatalog catalog) => TypedResults.Ok(new RunsBody([.. catalog.All().Select(run => run.ToBody())]));

    private static Ok<RunDetailsBody> Find(string id, RunCatalog catalog) => TypedResults.Ok(catalog.Find(id).ToDetailsBody());

    private static async Task<Accepted<RunBody>> StartAsync(StartRunBody body, TrainingQueue queue, RunCatalog catalog, CancellationToken cancellationToken) =>
        Accepted(await queue.StartAsync(body.ToNewRun(), cancellationToken), catalog);

    private static Accepted<RunBody> Stop(string id, TrainingQueue queue, RunCatalog catalog)
    {
        queue.Stop(id);
        return Accepted(id, catalog);
    }

    private static async Task<Accepted<RunBody>> ResumeAsync(string id, ResumeRunBody body, TrainingQueue queue, RunCatalog catalog, CancellationToken cancellationToken)
    {
        await queue.ResumeAsync(id, body.Epochs, cancellationToken);
        return Accepted(id, catalog);
    }

    private static async Task<Accepted<RunBody>> EvaluateAsync(string id, EvaluationQueue evaluations, RunCatalog catalog, CancellationToken cancellationToken)
    {
        await evaluations.StartAsync(id, cancellationToken);
        return Accepted(id, catalog);
    }

    private static ServerSentEventsResult<string> Follow(string id, RunFollower follower, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(EventWriter.WriteAsync(follower.FollowAsync(id, cancellationToken)));

    private static PhysicalFileHttpResult Report(string id, ModelFolders folders, HttpContext context)
    {
        RunFolder folder = folders.Find(id);
        if (!RunCatalog.HasReport(folder)) throw ApiException.NotFound($"'{id}' has no report yet; create it with: pixelgpt evaluate {id}");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return TypedResults.PhysicalFile(folder.Report, "text/html; charset=utf-8");
    }

    private static ContentHttpResult Compare(string ids, ModelFolders folders, HttpContext context)
    {
        string[] names = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length is < 2 or > MaxComparedRuns || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new InputException($"ids must be 2 to {MaxComparedRuns} different runs, separated by commas");
        ComparedRun[] runs = [.. names.Select(name => ComparedRun.Load(name, folders.Find(name), name))];
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return TypedResults.Content(ComparisonPage.Write(RunComparison.Of(runs)), "text/html; charset=utf-8");
    }

    private static Accepted<RunBody> Accepted(string id, RunCatalog catalog) => TypedResults.Accepted($"/api/v1/runs/{id}", catalog.Find(id).ToBody());
}
