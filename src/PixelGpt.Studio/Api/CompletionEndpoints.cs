using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

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
        CompletionBody body, ModelStore models, ModelFolders folders, ModelRunner runner, IHostApplicationLifetime lifetime, HttpContext context)
    {
        CancellationToken aborted = context.RequestAborted;
        if (!body.Stream) return TypedResults.Ok(await CompleteWholeAsync(body, models, folders, runner, aborted));

        // Errors in this call have an HTTP status. Later errors are sent as events, because the status 200 has then been sent.
        (ParsedCompletion completion, CompletionStream stream) = await StartStreamAsync(body, models, folders, runner, aborted);
        context.Response.OnCompleted(() => stream.DisposeAsync().AsTask());
        return TypedResults.ServerSentEvents(EventWriter.WriteAsync(completion, stream.ReadAsync(aborted, lifetime.ApplicationStopping)));
    }

    private static async Task<Ok<BatchResultBody>> CompleteBatchAsync(BatchBody body, ModelStore models, ModelFolders folders, ModelRunner runner, HttpContext context)
    {
        InputException.Check(body.Requests.Count is >= 1 and <= MaxBatch, "the number of requests", body.Requests.Count, $"1 to {MaxBatch}");
        async Task<BatchItem> CompleteOneAsync(CompletionBody request)
        {
            try
            {
                // JSON null is not rejected for the elements of a list.
                if (request is null) throw new InputException("a request of a batch must not be null");
                if (request.Stream) throw new InputException("'stream' is not supported in a batch; send the request to /api/v1/completions");
                return new BatchItem(await CompleteWholeAsync(request, models, folders, runner, context.RequestAborted), null);
            }
            catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
            {
                return new BatchItem(null, ProblemDetailsMapper.FromException(e));
            }
        }

        return TypedResults.Ok(new BatchResultBody(await Task.WhenAll(body.Requests.Select(CompleteOneAsync))));
    }

    private static async Task<CompletionsBody> CompleteWholeAsync(CompletionBody body, ModelStore models, ModelFolders folders, ModelRunner runner, CancellationToken aborted)
    {
        (ModelLease opened, ParsedCompletion completion) = await OpenAsync(body, models, folders, aborted);
        await using ModelLease lease = opened;
        IReadOnlyList<GeneratedPicture> pictures = await runner.CompleteAsync(lease, completion.Request, completion.Options, body.Record ? body.Alternatives : 0, aborted);
        return completion.ToBody(pictures);
    }

    /// <summary>Parses a completion, and leases its model with the palette of its picture.</summary>
    private static async Task<(ModelLease Lease, ParsedCompletion Completion)> OpenAsync(CompletionBody body, ModelStore models, ModelFolders folders, CancellationToken aborted)
    {
        ModelLease lease = await models.UseAsync(body.Model, body.Palette.ToPalette(), aborted);
        try
        {
            if (body.Image is null || body.Prompt is not null) return (lease, ParsedCompletion.Parse(body, lease, folders, null));
            if (body.Palette is not null) throw new InputException("'palette' requires 'prompt'; a picture in 'image' has its own colours");
            ImportedPicture image = SpriteConverter.FromFile(body.Image, lease);
            if (image.OwnPalette is { } palette)
            {
                ModelLease withPalette = await models.UseAsync(body.Model, palette, aborted);
                await lease.DisposeAsync();
                lease = withPalette;
            }

            return (lease, ParsedCompletion.Parse(body, lease, folders, image));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private static async Task<(ParsedCompletion Completion, CompletionStream Stream)> StartStreamAsync(CompletionBody body, ModelStore models, ModelFolders folders, ModelRunner runner, CancellationToken aborted)
    {
        (ModelLease lease, ParsedCompletion completion) = await OpenAsync(body, models, folders, aborted);
        try
        {
            return (completion, runner.Stream(lease, completion.Request, completion.Options, body.Alternatives, aborted));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }
}
