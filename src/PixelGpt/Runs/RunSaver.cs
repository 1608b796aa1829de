using System.Diagnostics;
using System.Globalization;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// Saves a run to its folder: first the best weights, then the metrics, then the checkpoint. If a save fails, the state
/// stays in memory and the save is retried while training continues. It receives the trainer's events, saves, and then
/// forwards them to <see cref="Listener"/>.
/// </summary>
internal sealed class RunSaver : ITrainingListener, IDisposable
{
    /// <summary>The suggested learning rate after training has diverged, as a fraction of the one with which it did.</summary>
    private const double SlowerRate = 0.1;

    private readonly RunContext _run;
    private readonly Trainer _trainer;
    private readonly FloatBuffer _best;
    private readonly Checkpoint _checkpoint;
    private RunLock _lock;
    private TrainingState? _saved;
    private bool _isBestSaved = true;
    private FailureException? _failure;
    private long _lastTry = Stopwatch.GetTimestamp();

    /// <summary>Creates a saver.</summary>
    /// <param name="run">The run.</param>
    /// <param name="runLock">The lock on the run folder; the saver disposes it.</param>
    /// <param name="trainer">The trainer of the run.</param>
    public RunSaver(RunContext run, RunLock runLock, Trainer trainer)
    {
        _run = run;
        _lock = runLock;
        _trainer = trainer;
        _best = new FloatBuffer(run.Model.Transformer.Parameters.Extent);
        _checkpoint = new Checkpoint(trainer, _best);
    }

    /// <summary>When to save and how to retry.</summary>
    public SavePolicy Policy { get; set; } = new();

    /// <summary>Receives steps, epochs and failed saves.</summary>
    public IRunListener? Listener { get; set; }

    /// <summary>Restores the newest checkpoint or, if it is damaged, the previous one. Without a checkpoint the run starts again.</summary>
    /// <returns>What is wrong with the newest checkpoint; null if it is not damaged.</returns>
    /// <exception cref="InputException">There are checkpoints, but all are damaged.</exception>
    public string? Restore()
    {
        var errors = new List<string>();
        foreach (string path in new[] { _run.Folder.Checkpoint, _run.Folder.PreviousCheckpoint }.Where(File.Exists))
        {
            try
            {
                _checkpoint.Restore(path);
                _saved = _trainer.State;
                return errors.FirstOrDefault();
            }
            catch (InputException e)
            {
                errors.Add(e.Message);
            }
        }

        if (errors.Count > 0) throw new InputException(string.Join("; ", errors));

        if (_run.Record.BaseModel is not null) throw new InputException($"{_run.Folder.Path}: the checkpoint is missing, which has the weights that the run started from; start the run again in another folder");

        // The run was stopped before its first checkpoint, so it starts again from its seed.
        _run.Model.Transformer.Parameters.Initialize(_run.Record.Recipe.Seed);
        _run.Model.Transformer.Pack();
        return null;
    }

    /// <summary>Makes the folder match the restored checkpoint: removes temporary files and later epochs, and rewrites the best weights if they differ.</summary>
    /// <param name="isNewestDamaged">Whether the newest checkpoint is damaged; it is then renamed to <c>checkpoint.damaged.safetensors</c>.</param>
    public void CleanUp(bool isNewestDamaged)
    {
        AtomicFile.DeleteLeftovers(_run.Folder.Path);
        if (isNewestDamaged) File.Move(_run.Folder.Checkpoint, _run.Folder.DamagedCheckpoint, overwrite: true);
        _run.Metrics.Truncate(_trainer.State.Epoch);
        if (_trainer.State.BestEpoch > 0 && !ModelFolder.HoldsWeights(_run.Model.Transformer.Parameters, _best.Span, _run.Folder.Weights)) SaveBest();
    }

    /// <summary>Writes the files that do not change during the run.</summary>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public void SaveConstantFiles()
    {
        _run.Model.Config.Save(_run.Folder.Config);
        AtomicFile.WriteAllText(_run.Folder.Colormap, _run.Model.Palette.ToColormapText());
        if (_run.Model.Config.Family.GenerationConfig is { } generation) GenerationConfigFile.SaveDefault(_run.Folder, generation);
        _run.Record.Save(_run.Folder.Record);
    }

    /// <summary>Saves the weights that a fine-tuned run starts from as its first checkpoint, so that it can be resumed even if the base model changes or is deleted.</summary>
    /// <exception cref="FailureException">The checkpoint could not be written.</exception>
    public void SaveStart()
    {
        _checkpoint.Save(_run.Folder);
        _saved = _trainer.State;
    }

    /// <summary>Saves an epoch, and its weights if it is the best so far.</summary>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        if (isBest)
        {
            _run.Model.Transformer.Parameters.Values.CopyTo(_best.Span);
            _isBestSaved = false;
        }

        _run.Metrics.Add(metrics);
        TrySave();
        Listener?.EpochDone(metrics, isBest);
    }

    /// <summary>Saves if a checkpoint or a retry is due.</summary>
    public void StepDone(in StepReport report)
    {
        TimeSpan interval = _failure is null ? Policy.CheckpointEvery : Policy.RetryAfter;
        if (interval != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(_lastTry) >= interval) TrySave();
        Listener?.StepDone(report);
    }

    /// <inheritdoc/>
    public void StepSkipped(BadStep bad) => Listener?.StepSkipped(bad);

    /// <summary>Saves everything that is not saved yet, with retries.</summary>
    /// <exception cref="FailureException">All tries failed.</exception>
    public void Finish()
    {
        for (int i = 0; _saved != _trainer.State || _failure is not null; i++)
        {
            if (TrySave()) return;
            if (i >= Policy.LastRetries) throw new FailureException($"{_failure!.Message}; {DescribeLastCheckpoint()}", _failure);
            Thread.Sleep(Policy.RetryAfter);
        }
    }

    /// <summary>Describes the last checkpoint for error messages, with the command that resumes from it.</summary>
    public string DescribeLastCheckpoint() => _saved is { } saved
        ? $"{Position(saved)}; resume with: pixelgpt train --resume --out \"{_run.Folder.Path}\"{_run.Record.DeviceOption}"
        : "there is no checkpoint yet";

    /// <summary>Describes the last checkpoint after training has diverged, and how to go on with values that can help: the same ones would diverge again.</summary>
    public string DescribeWayOut()
    {
        TrainingRecipe recipe = _run.Record.Recipe;
        string muon = recipe.MuonLearningRate > 0 ? string.Create(CultureInfo.InvariantCulture, $" --muon-lr {recipe.MuonLearningRate * SlowerRate:G4}") : "";
        string clip = recipe.MaxGradNorm is > 0 and <= 1 ? "" : " --clip 1";
        string command = string.Create(CultureInfo.InvariantCulture, $"pixelgpt train --resume --out \"{_run.Folder.Path}\"{_run.Record.DeviceOption} --lr {recipe.LearningRate * SlowerRate:G4}{muon}{clip}");
        return _saved is { Step: > 0 } saved
            ? $"{Position(saved)}; resume from it with a lower learning rate: {command}"
            : $"there is no checkpoint of an earlier step; start again with a lower learning rate: {command}";
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private bool TrySave()
    {
        try
        {
            Save();
        }
        catch (FailureException e)
        {
            _failure = e;
            Listener?.SaveFailed(e.Message, Policy.RetryAfter);
            return false;
        }
        finally
        {
            _lastTry = Stopwatch.GetTimestamp();
        }

        if (_failure is not null)
        {
            _failure = null;
            Listener?.SaveRecovered();
        }

        Listener?.CheckpointSaved(_trainer.State);
        return true;
    }

    private void Save()
    {
        if (!File.Exists(_run.Folder.Record)) Recreate();
        if (!_isBestSaved) SaveBest();
        _run.Metrics.Save();
        _checkpoint.Save(_run.Folder);
        _saved = _trainer.State;
    }

    /// <summary>Creates a deleted run folder again from memory.</summary>
    private void Recreate()
    {
        _lock.Dispose();
        _lock = RunLock.Acquire(_run.Folder);
        _isBestSaved = _trainer.State.BestEpoch == 0;
        _run.Metrics.IsSaved = false;
        SaveConstantFiles();
    }

    private void SaveBest()
    {
        ModelFolder.SaveWeights(_run.Model.Transformer.Parameters, _best.Span, _run.Folder.Weights);
        _isBestSaved = true;
    }

    private static string Position(TrainingState saved) => $"the last good checkpoint is at epoch {saved.Epoch + (saved.BatchInEpoch > 0 ? 1 : 0)}, step {saved.Step}";
}
