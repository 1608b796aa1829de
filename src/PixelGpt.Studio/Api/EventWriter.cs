using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary>Converts events to server-sent events.</summary>
internal static class EventWriter
{
    /// <summary>Converts the events of a run.</summary>
    public static async IAsyncEnumerable<SseItem<string>> WriteAsync(IAsyncEnumerable<RunEvent> events)
    {
        await foreach (RunEvent item in events)
        {
            yield return item switch
            {
                RunStateEvent state => Event("state", state.Run.ToBody(), StudioJson.Api.RunBody),
                RunEpochEvent epoch => Event("epoch", epoch.Metrics, StudioJson.Api.EpochMetrics),
                RunStepEvent step => Event("step", new RunStepBody(step.Epoch, step.Batch, step.Batches, step.Loss, step.TokensPerSecond, step.SecondsLeft), StudioJson.Api.RunStepBody),
                RunSamplesEvent samples => Event("samples", new RunSamplesBody(samples.Epoch, samples.Width, samples.Height, samples.PromptPixels, samples.Pixels), StudioJson.Api.RunSamplesBody),
                RunPingEvent => new SseItem<string>("{}", "ping"),
                RunEndEvent end => Event("end", new RunEndBody(end.State), StudioJson.Api.RunEndBody),
                _ => throw new InvalidOperationException($"unknown event {item.GetType().Name}"),
            };
        }
    }

    /// <summary>Converts the events of a completion stream, after a start event.</summary>
    public static async IAsyncEnumerable<SseItem<string>> WriteAsync(ParsedCompletion completion, IAsyncEnumerable<CompletionEvent> events)
    {
        yield return Event("start", completion.ToStartBody(), StudioJson.Api.CompletionStartBody);
        await foreach (CompletionEvent item in events)
        {
            yield return item switch
            {
                PixelEvent { Pixel: var pixel } => Event(
                    "pixel",
                    new CompletionPixelBody(pixel.Sequence, pixel.Position, pixel.Color, pixel.Probability, pixel.Entropy, pixel.Alternatives.Count > 0 ? BodyMapping.ToPairs(pixel.Alternatives) : null),
                    StudioJson.Api.CompletionPixelBody),
                PictureEvent { Picture: var picture } => Event("completion", completion.ToItem(picture), StudioJson.Api.CompletionItem),
                FinishedEvent finished => Event("done", new CompletionDoneBody(ParsedCompletion.Ranking(finished.Pictures), Math.Round(finished.Duration.TotalSeconds, 6)), StudioJson.Api.CompletionDoneBody),
                FailedEvent failed => Event("error", ProblemDetailsMapper.FromException(failed.Error), StudioJson.Api.ProblemDetails),
                _ => throw new InvalidOperationException($"unknown event {item.GetType().Name}"),
            };
        }
    }

    private static SseItem<string> Event<T>(string name, T data, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(data, type), name);
}
