using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Models;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>Tells how runs stand: from their folders, and from the queue where they are trained here.</summary>
internal sealed class RunCatalog(ModelFolders folders, TrainingQueue queue)
{
    /// <summary>All runs; folders that hold a model without one are not among them.</summary>
    public RunsBody All() => new([.. folders.Ids().Where(id => folders.Find(id).HasRun).Select(id => (RunBody)One(id))]);

    /// <summary>One run.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public RunDetailsBody One(string id)
    {
        RunFolder folder = folders.Find(id);
        if (!folder.HasRun) throw ApiException.NotFound($"{id} is a model without a run");
        TrainingJob? job = queue.Find(id);
        try
        {
            var history = RunHistory.Load(folder);
            int epochs = history.Record!.Recipe.Epochs;
            string state = StateOf(folder, job, history.Epochs.Count, epochs);
            EpochMetrics? last = history.Epochs.Count > 0 ? history.Epochs[^1] : null;
            return new RunDetailsBody
            {
                Id = id,
                State = state,
                Problem = job?.Problem,
                Epoch = history.Epochs.Count,
                Epochs = epochs,
                Loss = last?.Loss,
                DevLoss = last?.DevLoss,
                Accuracy = last?.Accuracy,
                ModelType = ModelConfig.Load(folder.Config).Family.ModelType,
                Dataset = history.Record.Dataset.Name,
                HasReport = HasReport(folder),
                CanResume = state is "stopped" or "failed" or "done",
                Kept = history.BestEpoch?.Epoch,
                Metrics = history.Epochs,
                Recipe = history.Record.Recipe,
            };
        }
        catch (PixelGptException e)
        {
            return new RunDetailsBody { Id = id, State = "failed", Problem = e.Message, Metrics = [] };
        }
    }

    /// <summary>Whether there is a report to show; a link may lead anywhere, and is none.</summary>
    public static bool HasReport(RunFolder folder) => new FileInfo(folder.Report) is { Exists: true, LinkTarget: null };

    private static string StateOf(RunFolder folder, TrainingJob? job, int done, int epochs)
    {
        if (job is { IsLive: true }) return job.State;
        if (RunLock.IsHeld(folder)) return "elsewhere";
        if (done >= epochs) return "done";
        return job is { State: "failed" } ? "failed" : "stopped";
    }
}
