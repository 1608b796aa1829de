using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>Converts exceptions to problem details (RFC 9457). The detail is one line that says what is wrong and how to fix it.</summary>
internal static class ProblemDetailsMapper
{
    /// <summary>Converts an exception.</summary>
    public static ProblemDetails FromException(Exception exception) => exception switch
    {
        ApiException api => Create(api.Status, api.Message),
        InputException input => Create(StatusCodes.Status400BadRequest, input.Message),
        QueueFullException full => Create(StatusCodes.Status429TooManyRequests, full.Message),
        BadHttpRequestException { InnerException: JsonException json } => Create(StatusCodes.Status400BadRequest, Describe(json)),
        BadHttpRequestException bad => Create(bad.StatusCode, bad.Message),
        TimeoutException => Create(StatusCodes.Status503ServiceUnavailable, exception.Message),
        OperationCanceledException or ObjectDisposedException => Create(StatusCodes.Status503ServiceUnavailable, "the studio is closing, or the model's files have changed; try again"),
        FailureException failure => Create(StatusCodes.Status500InternalServerError, failure.Message),
        _ => Create(StatusCodes.Status500InternalServerError, "internal error; the studio's console output has the details"),
    };

    /// <summary>Creates problem details with the standard title of the status.</summary>
    public static ProblemDetails Create(int status, string detail) =>
        new() { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail, Type = $"https://httpstatuses.io/{status}" };

    private static string Describe(JsonException e)
    {
        string path = e.Path is { Length: > 1 } ? $" at {e.Path}" : "";
        string line = e.LineNumber is { } number ? $" (line {number + 1}, byte {e.BytePositionInLine + 1})" : "";
        string reason = e.Message.Split(". Path:")[0].Split(" Path:")[0].TrimEnd('.');
        return $"invalid JSON{path}{line}: {reason}; /openapi/v1.json describes the requests";
    }
}
