using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Api;

/// <summary>Turns what went wrong into problem details (RFC 9457): one line that says what and how to mend it, no stack trace.</summary>
internal static partial class Problems
{
    /// <summary>Describes an exception.</summary>
    public static ProblemDetails Of(Exception e)
    {
        (int status, string title, string detail) = e switch
        {
            ApiException api => (api.Status, "Not possible", api.Message),
            InputException input => (StatusCodes.Status400BadRequest, "A mistake in the request", input.Message),
            QueueFullException full => (StatusCodes.Status429TooManyRequests, "Too many requests wait", full.Message),
            BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, "A mistake in the request", Describe(json)),
            BadHttpRequestException bad => (bad.StatusCode, "A mistake in the request", bad.Message),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, "Too slow", e.Message),
            OperationCanceledException or ObjectDisposedException => (StatusCodes.Status503ServiceUnavailable, "Closing", "the studio is closing, or the model was changed meanwhile; try again"),
            FailureException failure => (StatusCodes.Status500InternalServerError, "A failure", failure.Message),
            _ => (StatusCodes.Status500InternalServerError, "An internal error", "an internal error; the studio's own output says more"),
        };
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail, Type = $"https://httpstatuses.io/{status}" };
        return problem;
    }

    /// <summary>Answers with problem details wherever something is thrown.</summary>
    public static async Task Catch(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            ProblemDetails problem = Of(e);
            if (problem.Status == StatusCodes.Status500InternalServerError) Failed(logger, context.Request.Path, e);
            await WriteAsync(context, problem, e as QueueFullException);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has left; there is nobody to answer.
        }
    }

    /// <summary>Answers with a problem.</summary>
    public static async Task WriteAsync(HttpContext context, ProblemDetails problem, QueueFullException? full = null)
    {
        context.Response.StatusCode = problem.Status!.Value;
        if (full is not null) context.Response.Headers.RetryAfter = Math.Ceiling(full.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(problem, StudioJson.Wire.ProblemDetails, "application/problem+json");
    }

    private static string Describe(JsonException e)
    {
        string where = e.Path is { Length: > 1 } path ? $" at {path}" : "";
        string line = e.LineNumber is { } number ? $" (line {number + 1}, byte {e.BytePositionInLine + 1})" : "";
        string what = e.Message.Split(". Path:")[0].Split(" Path:")[0].TrimEnd('.');
        return $"the request's JSON is not what is wanted{where}{line}: {what}; /openapi/v1.json says what is";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
    private static partial void Failed(ILogger logger, string path, Exception e);
}
