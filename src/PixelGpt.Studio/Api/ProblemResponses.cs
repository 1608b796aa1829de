using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Api;

/// <summary>What OpenAPI says of how requests can fail.</summary>
internal static class ProblemResponses
{
    /// <summary>The ways in which any request that draws can fail.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
