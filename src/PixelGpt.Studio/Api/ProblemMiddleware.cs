using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>Writes problem details for exceptions and for statuses without a body.</summary>
internal static partial class ProblemMiddleware
{
    /// <summary>How long the response to a request waits for which there is no room: clients that try again at once would use up the processor.</summary>
    private static readonly TimeSpan RejectionDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs the rest of the pipeline, and writes problem details for an exception.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            ProblemDetails problem = ProblemDetailsMapper.FromException(e, context.RequestServices.GetRequiredService<ModelFolders>());
            if (problem.Status == StatusCodes.Status500InternalServerError) LogFailure(logger, context.Request.Path, context.TraceIdentifier, e);
            TimeSpan? retryAfter = (e as QueueFullException)?.RetryAfter ?? (e as ApiException)?.RetryAfter;
            if (retryAfter is { } wait) context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            if (e is QueueFullException) await Task.Delay(RejectionDelay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteAsync(context, problem);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, so there is no response.
        }
    }

    /// <summary>Writes problem details for a status that has no body.</summary>
    public static Task WriteStatusAsync(HttpContext context, long maxBodyBytes)
    {
        int status = context.Response.StatusCode;
        long limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? maxBodyBytes;
        string detail = status switch
        {
            StatusCodes.Status404NotFound => $"no such path: {Excerpt.Of(context.Request.Path.Value ?? "/")}; /openapi/v1.json lists the paths",
            StatusCodes.Status405MethodNotAllowed => $"method {Excerpt.Of(context.Request.Method)} is not allowed for this path; /openapi/v1.json lists the methods",
            StatusCodes.Status415UnsupportedMediaType => ProblemDetailsMapper.NotJson,
            StatusCodes.Status413PayloadTooLarge => $"the request body exceeds {limit >> 20} MiB; send smaller or fewer pictures, or enlarged pictures at their original size",
            _ => "the request could not be processed; /openapi/v1.json describes the requests",
        };
        return WriteAsync(context, ProblemDetailsMapper.Create(status, detail));
    }

    private static async Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        problem.Extensions["request_id"] = context.TraceIdentifier;
        await context.Response.WriteAsJsonAsync(problem, StudioJson.Api.ProblemDetails, "application/problem+json");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed, request {RequestId}")]
    private static partial void LogFailure(ILogger logger, string path, string requestId, Exception e);
}
