using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Api;

/// <summary>An answer that is not what was asked for: a status and a line that says why and what to do.</summary>
public sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>404: there is no such thing.</summary>
    public static ApiException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    /// <summary>409: not in the state it is in.</summary>
    public static ApiException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
