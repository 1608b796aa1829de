using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/probabilities</c>: the model's distribution for each pixel of a picture.</summary>
internal static class ProbabilityEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteGroupBuilder MapProbabilities(this RouteGroupBuilder group)
    {
        RouteGroupBuilder probabilities = group.MapGroup("/probabilities").WithTags("Probabilities");
        probabilities.MapPost("", ComputeAsync)
            .WithName("computeProbabilities")
            .WithSummary("Computes the probability of each pixel of a picture given the pixels before it, the entropy of the model's distribution in nats, and the most probable colours.")
            .WithProblems();
        return group;
    }

    private static async Task<Ok<ProbabilitiesBody>> ComputeAsync(ModelPictureBody body, ModelStore models, ModelRunner runner, CancellationToken cancellationToken)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, body.Palette.ToPalette(), cancellationToken);
        Sprite sprite = SpriteConverter.FromIndices(body.Width, body.Height, body.Pixels, lease);
        return TypedResults.Ok((await runner.ProbabilitiesAsync(lease, sprite, body.Alternatives, cancellationToken)).ToBody());
    }
}
