using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Contracts;

/// <summary>An error with an HTTP status, reported to the client as problem details.</summary>
/// <param name="status">The HTTP status code.</param>
/// <param name="message">What is wrong and how to fix it, in one line.</param>
/// <param name="retryAfter">When the request may succeed; null if unknown.</param>
internal sealed class ApiException(int status, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; } = status;

    /// <summary>When the request may succeed; null if unknown.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Creates an error for a missing or wrong API key (401).</summary>
    public static ApiException Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, message);

    /// <summary>Creates an error for a request that is not allowed (403).</summary>
    public static ApiException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    /// <summary>Creates an error for a resource that does not exist (404).</summary>
    public static ApiException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    /// <summary>Creates an error for a request that does not fit the state of the resource (409).</summary>
    public static ApiException Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    /// <summary>Creates an error for a request that cannot be answered at present (503).</summary>
    public static ApiException Unavailable(string message) => new(StatusCodes.Status503ServiceUnavailable, message);

    /// <summary>Creates an error for a request that exceeds a limit for now (429).</summary>
    public static ApiException TooManyRequests(string message, TimeSpan retryAfter) => new(StatusCodes.Status429TooManyRequests, message, retryAfter);
}
