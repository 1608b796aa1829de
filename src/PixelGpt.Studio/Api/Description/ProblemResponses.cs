using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Describes error responses in the OpenAPI document.</summary>
internal static class ProblemResponses
{
    /// <summary>Adds the error responses that are common to all endpoints that use a model or start a run.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
