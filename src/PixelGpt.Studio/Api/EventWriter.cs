using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary>Converts the events of runs and completions to server-sent events.</summary>
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
                RunStepEvent step => Event("step", step.ToBody(), StudioJson.Api.RunStepBody),
                RunSamplesEvent samples => Event("samples", samples.ToBody(), StudioJson.Api.RunSamplesBody),
                RunPingEvent => new SseItem<string>("{}", "ping"),
                RunEndEvent end => Event("end", new RunEndBody(end.State), StudioJson.Api.RunEndBody),
                _ => throw new InvalidOperationException($"unknown event {item.GetType().Name}"),
            };
        }
    }

    /// <summary>Converts the events of a completion stream, and adds a <c>start</c> event before them.</summary>
    public static async IAsyncEnumerable<SseItem<string>> WriteAsync(ParsedCompletion completion, IAsyncEnumerable<CompletionEvent> events)
    {
        yield return Event("start", completion.ToStartBody(), StudioJson.Api.CompletionStartBody);
        await foreach (CompletionEvent item in events)
        {
            yield return item switch
            {
                PixelEvent pixel => Event("pixel", pixel.Pixel.ToBody(), StudioJson.Api.CompletionPixelBody),
                PictureEvent picture => Event("completion", completion.ToItem(picture.Picture), StudioJson.Api.CompletionItem),
                FinishedEvent finished => Event("done", completion.ToDoneBody(finished), StudioJson.Api.CompletionDoneBody),
                FailedEvent failed => Event("error", ProblemDetailsMapper.FromException(failed.Error), StudioJson.Api.ProblemDetails),
                _ => throw new InvalidOperationException($"unknown event {item.GetType().Name}"),
            };
        }
    }

    private static SseItem<string> Event<T>(string name, T data, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(data, type), name);
}
