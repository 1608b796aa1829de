using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary><c>/api/v1/completions</c>: pictures finished, whole or pixel by pixel, one or many.</summary>
internal sealed class CompletionEndpoints(ModelStore models, ModelFolders folders, StudioOptions options, StudioMetrics metrics, IHostApplicationLifetime life)
{
    private const int MaxBatch = 64;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/completions", (CompletionBody body, CompletionEndpoints endpoints, HttpContext context) => endpoints.CompleteAsync(body, context))
            .WithSummary("Finishes a picture: give its first pixels, or a PNG and how much of it to keep. With stream, pixels come as server-sent events (start, pixel, completion, done, error) as they are drawn.")
            .Produces<CompletionsBody>()
            .WithProblems();
        api.MapPost("/completions/batch", (BatchBody body, CompletionEndpoints endpoints, HttpContext context) => endpoints.CompleteAllAsync(body, context.RequestAborted))
            .WithSummary("Finishes up to 64 pictures; one that is refused does not harm the others.")
            .WithProblems();
        api.MapPost("/probabilities", (ModelPictureBody body, CompletionEndpoints endpoints, HttpContext context) => endpoints.JudgeAsync(body, context.RequestAborted))
            .WithSummary("Tells what a model thinks of each pixel of a picture, given those before it: its probability, the model's uncertainty in nats, and the likeliest colours.")
            .WithProblems();
    }

    private async Task<IResult> CompleteAsync(CompletionBody body, HttpContext context)
    {
        if (!body.Stream) return TypedResults.Json(await WholeAsync(body, context.RequestAborted), StudioJson.Wire.CompletionsBody);

        // What is wrong with the request is told by its status, so all that can be is checked before the first event.
        ModelLease lease = await models.UseAsync(body.Model, context.RequestAborted);
        try
        {
            var job = CompletionJob.Of(body, lease.Model, folders.Find(body.Model));
            var time = new CancellationTokenSource(options.CompletionTimeout, options.TimeProvider);
            var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, time.Token);
            IAsyncEnumerable<GeneratedPixel> pixels = lease.PixelDecoder.StreamAsync(job.Request, job.Options, body.Alternatives, limit.Token);
            context.Response.OnCompleted(async () =>
            {
                limit.Dispose();
                time.Dispose();
                await lease.DisposeAsync();
            });
            return TypedResults.ServerSentEvents(StreamAsync(body, job, pixels, time.Token, context.RequestAborted));
        }
        catch (Exception e)
        {
            if (e is QueueFullException) metrics.NotFinished("rejected", body.NumReturnSequences);
            await lease.DisposeAsync();
            throw;
        }
    }

    private async Task<CompletionsBody> WholeAsync(CompletionBody body, CancellationToken left)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, left);
        var job = CompletionJob.Of(body, lease.Model, folders.Find(body.Model));
        return job.Describe(await DrawAsync(lease, job, body.Record ? body.Alternatives : 0, left));
    }

    private async Task<BatchResultBody> CompleteAllAsync(BatchBody body, CancellationToken left)
    {
        InputException.Check(body.Requests.Count is >= 1 and <= MaxBatch, "the number of requests", body.Requests.Count, $"1 to {MaxBatch}");
        async Task<BatchItem> OneAsync(CompletionBody request)
        {
            try
            {
                if (request is null) throw new InputException("a request of a batch is null");
                if (request.Stream) throw new InputException("'stream' is not for a batch");
                return new BatchItem(await WholeAsync(request, left), null);
            }
            catch (Exception e) when (!left.IsCancellationRequested)
            {
                return new BatchItem(null, Problems.Of(e));
            }
        }

        return new BatchResultBody(await Task.WhenAll(body.Requests.Select(OneAsync)));
    }

    private async Task<ProbabilitiesBody> JudgeAsync(ModelPictureBody body, CancellationToken left)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, left);
        int[] pixels = PictureFiles.Sprite(body.Width, body.Height, body.Pixels, lease.Model).Pixels.ToArray();

        // A picture of which all pixels are locked is drawn as it is, and judged on the way.
        var request = new CompletionBody
        {
            Model = body.Model,
            Prompt = new PictureBody(pixels.Length, 1, pixels[..1]),
            Locked = [.. pixels.Select((color, position) => (int[])[position, color])],
        };
        var job = CompletionJob.Of(request, lease.Model, folders.Find(body.Model));
        GeneratedPicture judged = (await DrawAsync(lease, job, body.Alternatives, left))[0];
        return new ProbabilitiesBody(judged.Probability, judged.Entropy, [.. judged.Alternatives.Select(CompletionJob.Pairs)]);
    }

    /// <summary>Draws within the time there is.</summary>
    private async Task<IReadOnlyList<GeneratedPicture>> DrawAsync(ModelLease lease, CompletionJob job, int alternatives, CancellationToken left)
    {
        int count = job.Options.NumReturnSequences;
        long since = Stopwatch.GetTimestamp();
        using var time = new CancellationTokenSource(options.CompletionTimeout, options.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(left, time.Token, life.ApplicationStopping);
        try
        {
            IReadOnlyList<GeneratedPicture> pictures = await lease.PixelDecoder.CompleteAsync(job.Request, job.Options, alternatives, limit.Token);
            metrics.Finished(count, pictures.Sum(p => p.Probability.Length), since);
            return pictures;
        }
        catch (QueueFullException)
        {
            metrics.NotFinished("rejected", count);
            throw;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            metrics.NotFinished("abandoned", count);
            throw;
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            metrics.NotFinished("timed_out", count);
            throw TooSlow();
        }
    }

    private async IAsyncEnumerable<SseItem<string>> StreamAsync(CompletionBody body, CompletionJob job, IAsyncEnumerable<GeneratedPixel> pixels, CancellationToken tooLong, [EnumeratorCancellation] CancellationToken left)
    {
        long since = Stopwatch.GetTimestamp();
        int count = body.NumReturnSequences, prompt = job.Request.Prompt.Length;
        yield return Event("start", new StreamStart(body.Model, job.Width, job.Height, job.Request.Prompt.ToArray(), prompt, count, job.Notes), StudioJson.Wire.StreamStart);
        var gathered = new PictureGatherer(job.Request, count);
        int drawn = 0;
        await using IAsyncEnumerator<GeneratedPixel> next = pixels.GetAsyncEnumerator(life.ApplicationStopping);
        while (true)
        {
            Exception? trouble = null;
            try
            {
                if (!await next.MoveNextAsync()) break;
            }
            catch (OperationCanceledException) when (left.IsCancellationRequested)
            {
                metrics.NotFinished("abandoned", count);
                throw;
            }
            catch (Exception e)
            {
                trouble = e is OperationCanceledException && tooLong.IsCancellationRequested ? TooSlow() : e;
            }

            if (trouble is not null)
            {
                metrics.NotFinished("failed", count);
                yield return Event("error", Problems.Of(trouble), StudioJson.Wire.ProblemDetails);
                yield break;
            }

            GeneratedPixel pixel = next.Current;
            drawn++;
            yield return Event(
                "pixel",
                new StreamPixel(pixel.Sequence, pixel.Position, pixel.Color, pixel.Probability, pixel.Entropy, pixel.Alternatives.Count > 0 ? CompletionJob.Pairs(pixel.Alternatives) : null),
                StudioJson.Wire.StreamPixel);
            if (gathered.Add(pixel) is { } picture) yield return Event("completion", job.Describe(picture), StudioJson.Wire.CompletionItem);
        }

        metrics.Finished(count, drawn, since);
        foreach (GeneratedPicture untouched in gathered.Untouched) yield return Event("completion", job.Describe(untouched), StudioJson.Wire.CompletionItem);
        yield return Event("done", new StreamDone(CompletionJob.Ranking(gathered.All), Math.Round(Stopwatch.GetElapsedTime(since).TotalSeconds, 6)), StudioJson.Wire.StreamDone);
    }

    private TimeoutException TooSlow() => new($"the picture was not done within {options.CompletionTimeout.TotalSeconds:0} s; ask for fewer, or when there is less to do");

    private static SseItem<string> Event<T>(string name, T data, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(data, type), name);
}
