using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Training;

/// <summary>Describes the runs in the models folder, from their files and from the training queue.</summary>
internal sealed class RunCatalog(ModelFolders folders, TrainingQueue queue, EvaluationQueue evaluations)
{
    /// <summary>Returns all runs. Folders that hold a model without a run are left out.</summary>
    public IReadOnlyList<RunInfo> All() => [.. folders.Ids().Where(folders.IsRun).Select(Find)];

    /// <summary>Returns a run.</summary>
    /// <exception cref="ApiException">There is no run with this id.</exception>
    public RunInfo Find(string id)
    {
        TrainingJob? job = queue.Find(id);
        try
        {
            RunFolder folder = folders.Find(id);
            if (!folder.HasRun) throw ApiException.NotFound($"'{id}' is a model without a run; /api/v1/runs lists the runs");
            var history = RunHistory.Load(folder);
            return new RunInfo
            {
                Id = id,
                State = StateOf(folder, job, history.IsComplete),
                Problem = job?.Problem is { } problem ? folders.WithoutRoot(problem) : null,
                Epochs = history.Epochs,
                Recipe = history.Record!.Recipe,
                ModelType = ModelConfig.Load(folder.Config).Family.ModelType,
                Dataset = history.Record.Dataset.Name,
                FrequencyNll = history.Record.FrequencyNll,
                From = history.Record.BaseModel?.Name,
                SpriteCount = history.Record.Dataset.Splits.GetValueOrDefault(SpriteDataset.Train),
                Evaluation = evaluations.Find(id)?.Status,
                HasReport = HasReport(folder),
                BestEpoch = history.BestEpoch?.Epoch,
                HasStoppedEarly = history.HasStoppedEarly,
            };
        }
        catch (PixelGptException e)
        {
            return new RunInfo { Id = id, State = RunState.Failed, Problem = folders.WithoutRoot(e.Message) };
        }
    }

    /// <summary>Returns whether a run has a report. A symbolic link is not a report, because it may lead outside of the folder.</summary>
    public static bool HasReport(RunFolder folder) => new FileInfo(folder.Report) is { Exists: true, LinkTarget: null };

    private static RunState StateOf(RunFolder folder, TrainingJob? job, bool isComplete)
    {
        if (job is { IsLive: true }) return job.State;
        if (RunLock.IsHeld(folder)) return RunState.Elsewhere;
        if (isComplete) return RunState.Done;
        return job is { State: RunState.Failed } ? RunState.Failed : RunState.Stopped;
    }
}
