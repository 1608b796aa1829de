using System.Runtime.CompilerServices;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Models;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>
/// Follows runs: returns all completed epochs, then new events. The events of runs that this studio trains are read from their
/// feeds. A run of another process is read from its folder as long as that process holds the run's lock.
/// </summary>
internal sealed class RunFollower(RunCatalog catalog, TrainingQueue queue, ModelFolders folders, ModelStore models, DatasetCache datasets)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>Returns the events of a run until it ends.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ApiException">There is no run with this id.</exception>
    public IAsyncEnumerable<RunEvent> FollowAsync(string id, CancellationToken cancellationToken)
    {
        // Checked before the enumeration starts, so that the response can still have the status 404.
        _ = catalog.Find(id);
        return queue.Find(id) is { IsLive: true } job ? FollowJobAsync(job, cancellationToken) : FollowFolderAsync(id, cancellationToken);
    }

    private async IAsyncEnumerable<RunEvent> FollowJobAsync(TrainingJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int epochs = 0, stateChanges = -1;
        RunStepEvent? step = null;
        RunSamplesEvent? samples = null;
        while (true)
        {
            (RunUpdate update, Task changed) = job.Feed.Read(epochs);
            if (update.StateChanges != stateChanges) yield return new RunStateEvent(catalog.Find(job.Id));
            foreach (EpochMetrics epoch in update.Epochs) yield return new RunEpochEvent(epoch);
            if (update.Samples is { } newSamples && newSamples != samples) yield return newSamples;
            if (update.Step is { } newStep && newStep != step) yield return newStep;
            (stateChanges, epochs, step, samples) = (update.StateChanges, epochs + update.Epochs.Count, update.Step, update.Samples);
            if (update.IsOver) break;
            while (!await CompletesAsync(changed, cancellationToken)) yield return new RunPingEvent();
        }

        yield return new RunEndEvent(job.State);
    }

    private async IAsyncEnumerable<RunEvent> FollowFolderAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int epochs = 0, sampledEpoch = 0;
        (RunState State, int Epoch, string? Problem)? reported = null;
        RunState state;
        using var timer = new PeriodicTimer(PollInterval);
        for (int unchangedPolls = 0; ; unchangedPolls++)
        {
            RunInfo run = catalog.Find(id);
            state = run.State;
            if ((state, run.Epochs.Count, run.Problem) != reported)
            {
                (reported, unchangedPolls) = ((state, run.Epochs.Count, run.Problem), 0);
                yield return new RunStateEvent(run);
                foreach (EpochMetrics epoch in run.Epochs.Skip(epochs)) yield return new RunEpochEvent(epoch);
                epochs = run.Epochs.Count;

                // The folder has the weights of the best epoch, which need not be the last one.
                if (run.BestEpoch is { } best && best != sampledEpoch && await SamplesAsync(id, best, cancellationToken) is { } samples)
                {
                    sampledEpoch = best;
                    yield return samples;
                }
            }

            if (state != RunState.Elsewhere) break;
            if ((unchangedPolls + 1) * PollInterval >= PingInterval)
            {
                unchangedPolls = 0;
                yield return new RunPingEvent();
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        if (queue.Find(id) is { IsLive: true } job)
        {
            // In the meantime, the run has been resumed in this studio.
            await foreach (RunEvent item in FollowJobAsync(job, cancellationToken)) yield return item;
            yield break;
        }

        yield return new RunEndEvent(state);
    }

    /// <summary>Completes dev sprites with the weights in the run's folder; null if the data set or the weights cannot be loaded.</summary>
    private async Task<RunSamplesEvent?> SamplesAsync(string id, int epoch, CancellationToken cancellationToken)
    {
        try
        {
            var defaults = RunDefaults.Load(folders.Find(id));
            if (defaults.Data is null) return null;
            SpriteDataset data = await datasets.LoadAsync(defaults.Data, cancellationToken);
            CompletionRequest[] requests = PreviewPrompts.Of(PreviewPrompts.Pictures(data), defaults.PromptFraction);
            if (requests.Length == 0) return null;
            await using ModelLease lease = await models.UseAsync(id, null, cancellationToken);
            IReadOnlyList<GeneratedPicture>[] completions = await Task.WhenAll(requests.Select(r => lease.Decoder.CompleteAsync(r, lease.Generation, 0, cancellationToken)));
            return RunProgressListener.Samples(epoch, requests, [.. completions.Select(c => c[0].Pixels)]);
        }
        catch (Exception e) when (e is PixelGptException or ApiException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a task completes within the ping interval.</summary>
    private static async Task<bool> CompletesAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(PingInterval, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
