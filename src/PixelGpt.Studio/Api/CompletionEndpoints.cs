using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/completions</c>: completes pictures.</summary>
internal static class CompletionEndpoints
{
    /// <summary>Maximum number of pictures of a batch.</summary>
    internal const int MaxBatch = 64;

    private static readonly (string Name, Type? Data, string Meaning)[] Events =
    [
        ("start", typeof(CompletionStartBody), "The request was accepted."),
        ("pixel", typeof(CompletionPixelBody), "A pixel of a completion."),
        ("completion", typeof(CompletionItem), "A complete picture."),
        ("done", typeof(CompletionDoneBody), "All pictures are complete."),
        ("error", typeof(ProblemDetails), "The completion failed after its start."),
    ];

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapCompletions(this RouteGroupBuilder group)
    {
        RouteGroupBuilder completions = group.MapGroup("/completions").WithTags("Completions");
        completions.MapPost("", CompleteAsync)
            .WithName("completePicture")
            .WithSummary("Completes a picture. Send its first pixels, or a picture file and the number or fraction of its pixels to use; or a whole picture, and a mask of the pixels to draw or the strength of a variation. "
                + "With stream, pixels are sent as server-sent events as they are generated: start, pixel, completion, done, error.")
            .Produces<CompletionsBody>()
            .ProducesEvents("With `stream`: start first, then pixel and completion, and done or error last.", Events)
            .WithProblems();
        completions.MapPost("/batch", CompleteBatchAsync)
            .WithName("completePictures")
            .WithSummary("Completes up to 64 pictures. A request that fails does not affect the others.")
            .WithProblems();
        return group;
    }

    private static async Task<Results<Ok<CompletionsBody>, ServerSentEventsResult<string>>> CompleteAsync(
        CompletionBody body, CompletionService completions, IHostApplicationLifetime lifetime, HttpContext context)
    {
        CancellationToken aborted = context.RequestAborted;
        if (!body.Stream) return TypedResults.Ok(await completions.CompleteAsync(body, ClientName.Of(context), aborted));

        // Errors in this call have an HTTP status. Later errors are sent as events, because the status 200 has then been sent.
        (ParsedCompletion completion, CompletionStream stream) = await completions.StreamAsync(body, ClientName.Of(context), aborted);
        context.Response.OnCompleted(() => stream.DisposeAsync().AsTask());
        return TypedResults.ServerSentEvents(EventWriter.WriteAsync(completion, stream.ReadAsync(aborted, lifetime.ApplicationStopping)));
    }

    private static async Task<Ok<BatchResultBody>> CompleteBatchAsync(BatchBody body, CompletionService completions, HttpContext context)
    {
        InputException.Check(body.Requests.Count is >= 1 and <= MaxBatch, "the number of requests", body.Requests.Count, $"1 to {MaxBatch}");
        async Task<BatchItem> CompleteOneAsync(CompletionBody request)
        {
            try
            {
                // JSON null is not rejected for the elements of a list.
                if (request is null) throw new InputException("a request of a batch must not be null");
                if (request.Stream) throw new InputException("'stream' is not supported in a batch; send the request to /api/v1/completions");
                return new BatchItem(await completions.CompleteAsync(request, ClientName.Of(context), context.RequestAborted), null);
            }
            catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
            {
                return new BatchItem(null, ProblemDetailsMapper.FromException(e));
            }
        }

        return TypedResults.Ok(new BatchResultBody(await Task.WhenAll(body.Requests.Select(CompleteOneAsync))));
    }
}
