using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Models;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>
/// Follows a run as server-sent events: all epochs so far, then what happens. A run of this studio tells its feed; one of another
/// process is read from its folder, as long as that process holds it.
/// </summary>
internal sealed class RunFollower(RunCatalog catalog, TrainingQueue queue, ModelFolders folders, ModelStore models, DataCache data)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>The events of a run, to its end or until the follower leaves.</summary>
    /// <exception cref="ApiException">There is no such run.</exception>
    public IAsyncEnumerable<SseItem<string>> FollowAsync(string id, CancellationToken left)
    {
        // Before the first event, so that there being none is told by the status.
        _ = catalog.One(id);
        return queue.Find(id) is { IsLive: true } job ? FollowJobAsync(job, left) : FollowFolderAsync(id, left);
    }

    private async IAsyncEnumerable<SseItem<string>> FollowJobAsync(TrainingJob job, [EnumeratorCancellation] CancellationToken left)
    {
        int epochs = 0, states = -1;
        RunStep? step = null;
        RunSamples? samples = null;
        while (true)
        {
            (RunNews news, Task changed) = job.Feed.Read(epochs);
            if (news.StateChanges != states) yield return Event("state", catalog.One(job.Id), StudioJson.Wire.RunBody);
            foreach (EpochMetrics epoch in news.Epochs) yield return Event("epoch", epoch, StudioJson.Wire.EpochMetrics);
            if (news.Samples is { } shown && shown != samples) yield return Event("samples", shown, StudioJson.Wire.RunSamples);
            if (news.Step is { } now && now != step) yield return Event("step", now, StudioJson.Wire.RunStep);
            (states, epochs, step, samples) = (news.StateChanges, epochs + news.Epochs.Count, news.Step, news.Samples);
            if (news.IsOver) break;
            while (!await WithinAsync(changed, left)) yield return Ping;
        }

        yield return Event("end", new RunEnd(job.State), StudioJson.Wire.RunEnd);
    }

    private async IAsyncEnumerable<SseItem<string>> FollowFolderAsync(string id, [EnumeratorCancellation] CancellationToken left)
    {
        int epochs = 0, drawn = 0;
        string? told = null;
        using var timer = new PeriodicTimer(LookInterval);
        for (int quiet = 0; ; quiet++)
        {
            RunDetailsBody run = catalog.One(id);
            string state = $"{run.State} {run.Epoch} {run.Problem}";
            if (state != told)
            {
                (told, quiet) = (state, 0);
                yield return Event("state", run, StudioJson.Wire.RunBody);
                foreach (EpochMetrics epoch in run.Metrics.Skip(epochs)) yield return Event("epoch", epoch, StudioJson.Wire.EpochMetrics);
                epochs = run.Metrics.Count;

                // The folder holds the best epoch's weights, which need not be the last one's.
                if (run.Kept is { } kept && kept != drawn && await SamplesAsync(id, kept, left) is { } samples)
                {
                    drawn = kept;
                    yield return Event("samples", samples, StudioJson.Wire.RunSamples);
                }
            }

            if (run.State != "elsewhere") break;
            if ((quiet + 1) * LookInterval >= PingInterval)
            {
                quiet = 0;
                yield return Ping;
            }

            await timer.WaitForNextTickAsync(left);
        }

        if (queue.Find(id) is { IsLive: true } job)
        {
            // Gone on with here meanwhile.
            await foreach (SseItem<string> item in FollowJobAsync(job, left)) yield return item;
            yield break;
        }

        yield return Event("end", new RunEnd(told.Split(' ')[0]), StudioJson.Wire.RunEnd);
    }

    /// <summary>Dev sprites as the folder's weights finish them; null where data or weights are not to be had.</summary>
    private async Task<RunSamples?> SamplesAsync(string id, int epoch, CancellationToken left)
    {
        try
        {
            var defaults = RunDefaults.Load(folders.Find(id));
            if (defaults.Data is null) return null;
            SpriteDataset set = await data.LoadAsync(defaults.Data, left);
            CompletionRequest[] requests = LiveListener.Prompts(set, defaults.PromptFraction);
            if (requests.Length == 0) return null;
            await using ModelLease lease = await models.UseAsync(id, left);
            IReadOnlyList<GeneratedPicture>[] drawn = await Task.WhenAll(requests.Select(r => lease.PixelDecoder.CompleteAsync(r, GenerationOptions.Greedy, 0, left)));
            return new RunSamples(epoch, set.Width, set.Height, requests[0].Prompt.Length, [.. drawn.Select(d => d[0].Pixels)]);
        }
        catch (Exception e) when (e is PixelGptException or ApiException)
        {
            return null;
        }
    }

    /// <summary>Says nothing but that the line still holds.</summary>
    private static SseItem<string> Ping => new("{}", "ping");

    private static async Task<bool> WithinAsync(Task changed, CancellationToken left)
    {
        try
        {
            await changed.WaitAsync(PingInterval, left);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static SseItem<string> Event<T>(string name, T data, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(data, type), name);
}
