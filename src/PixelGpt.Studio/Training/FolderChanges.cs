using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Training;

/// <summary>Renames and deletes models, runs and uploaded data sets, unless they are in use.</summary>
internal sealed class FolderChanges(ModelFolders folders, DatasetFolders datasets, TrainingQueue queue, EvaluationQueue evaluations, Trash trash)
{
    /// <summary>Renames a model or run.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">The new name.</param>
    /// <param name="cancellationToken">Cancels the wait for runs that are being started.</param>
    /// <exception cref="InputException">The name is not allowed.</exception>
    /// <exception cref="ApiException">There is no such model, it is in use, or the name is taken.</exception>
    /// <exception cref="FailureException">The folder could not be renamed.</exception>
    public Task RenameAsync(string id, string name, CancellationToken cancellationToken)
    {
        NewName.Check(name, "model");
        return queue.WhileNothingStartsAsync(
            () =>
            {
                RunFolder folder = FindUnused(id);
                string target = Path.Combine(folders.Root, name);
                if (name == id) return;

                // On a file system that ignores case, the new name may be the old one in another case.
                bool isSame = string.Equals(name, id, StringComparison.OrdinalIgnoreCase) && !folders.Ids().Contains(name);
                if (Path.Exists(target) && !isSame) throw ApiException.Conflict($"the name '{name}' is taken; use another one");
                FolderMove.Run(folder.Path, target);
                Forget(id);
            },
            cancellationToken);
    }

    /// <summary>Moves a model or run to the trash.</summary>
    /// <exception cref="ApiException">There is no such model, or it is in use.</exception>
    /// <exception cref="FailureException">The folder could not be moved.</exception>
    public async Task<TrashBody> DeleteModelAsync(string id, CancellationToken cancellationToken)
    {
        TrashBody? item = null;
        await queue.WhileNothingStartsAsync(
            () =>
            {
                item = trash.Add(FindUnused(id).Path, Trash.ModelKind);
                Forget(id);
            },
            cancellationToken);
        return item!;
    }

    /// <summary>Moves an uploaded data set to the trash.</summary>
    /// <exception cref="ApiException">There is no such data set, it was not uploaded, or a run is being trained on it.</exception>
    /// <exception cref="FailureException">The folder could not be moved.</exception>
    public async Task<TrashBody> DeleteDatasetAsync(string id, CancellationToken cancellationToken)
    {
        TrashBody? item = null;
        await queue.WhileNothingStartsAsync(
            () =>
            {
                _ = datasets.Find(id);
                string path = datasets.FindUploaded(id) ?? throw ApiException.Conflict($"'{Excerpt.Of(id)}' was not uploaded in the studio, so the studio does not delete it; delete its folder yourself");
                if (queue.LiveOn(path) is { } run) throw ApiException.Conflict($"'{run}' is being trained on '{id}'; stop it first");
                item = trash.Add(path, Trash.DatasetKind);
            },
            cancellationToken);
        return item!;
    }

    private RunFolder FindUnused(string id)
    {
        RunFolder folder = folders.Find(id);
        if (queue.Find(id) is { IsLive: true }) throw ApiException.Conflict($"'{id}' is being trained; stop it first");
        if (RunLock.IsHeld(folder)) throw ApiException.Conflict($"'{id}' is being trained by another process; stop it there first");
        if (evaluations.Find(id) is { IsLive: true }) throw ApiException.Conflict($"'{id}' is being evaluated; wait for the report");
        return new DirectoryInfo(folder.Path).LinkTarget is null ? folder : throw ApiException.Conflict($"'{id}' is a link to another folder; change it outside the studio");
    }

    private void Forget(string id)
    {
        queue.Forget(id);
        evaluations.Forget(id);
    }
}
