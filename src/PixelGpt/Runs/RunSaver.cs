using System.Diagnostics;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// Brings a run to the disk: the best weights, then the metrics, then the checkpoint that makes them final. What cannot
/// be written stays in memory, and is tried again while training goes on. It hears of steps and epochs, saves them, and only
/// then tells its own listener.
/// </summary>
internal sealed class RunSaver : ITrainingListener, IDisposable
{
    private readonly RunFolder _folder;
    private readonly TrainingRecord _record;
    private readonly PixelModel _model;
    private readonly MetricsLog _metrics;
    private readonly Trainer _trainer;
    private readonly FloatBuffer _best;
    private readonly Checkpoint _checkpoint;
    private RunLock _lock;
    private TrainingState? _saved;
    private bool _isBestSaved = true;
    private FailureException? _trouble;
    private long _lastTry = Stopwatch.GetTimestamp();

    public RunSaver(RunFolder folder, RunLock held, TrainingRecord record, PixelModel model, MetricsLog metrics, Trainer trainer)
    {
        _folder = folder;
        _lock = held;
        _record = record;
        _model = model;
        _metrics = metrics;
        _trainer = trainer;
        _best = new FloatBuffer(model.Transformer.Parameters.Extent);
        _checkpoint = new Checkpoint(trainer, _best);
    }

    /// <summary>When to save, and what to do when that fails.</summary>
    public SavePolicy Policy { get; set; } = new();

    /// <summary>Hears of steps and epochs, of trouble, and of its end.</summary>
    public IRunListener? Listener { get; set; }

    /// <summary>Puts the trainer where the newest sound checkpoint left it.</summary>
    /// <returns>What was wrong with the newest one, if the one before it had to serve; else null.</returns>
    /// <exception cref="InputException">There are checkpoints, but none is sound.</exception>
    public string? Restore()
    {
        var mistakes = new List<string>();
        foreach (string path in new[] { _folder.Checkpoint, _folder.PreviousCheckpoint }.Where(File.Exists))
        {
            try
            {
                _checkpoint.Restore(path);
                _saved = _trainer.State;
                return mistakes.FirstOrDefault();
            }
            catch (InputException e)
            {
                mistakes.Add(e.Message);
            }
        }

        if (mistakes.Count > 0) throw new InputException(string.Join("; ", mistakes));

        // It was stopped before its first checkpoint: its beginning is its seed.
        _model.Transformer.Parameters.Initialize(_record.Recipe.Seed);
        _model.Transformer.Pack();
        return null;
    }

    /// <summary>Makes the folder agree with what was restored: no leftovers, no later epochs, and the best weights of then.</summary>
    public void TidyUp(bool isNewestDamaged)
    {
        AtomicFile.DeleteLeftovers(_folder.Path);
        if (isNewestDamaged) File.Move(_folder.Checkpoint, _folder.DamagedCheckpoint, overwrite: true);
        _metrics.Truncate(_trainer.State.Epoch);
        if (_trainer.State.BestEpoch > 0 && !ModelFolder.HoldsWeights(_model.Transformer.Parameters, _best.Span, _folder.Weights)) SaveBest();
    }

    /// <summary>Writes what stays the same for the whole run.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public void SaveBase()
    {
        _model.Config.Save(_folder.Config);
        AtomicFile.WriteAllText(_folder.Colormap, _model.Palette.ToColormapText());
        _record.Save(_folder.Record);
    }

    /// <summary>Saves an epoch, and its weights if they are the best.</summary>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        if (isBest)
        {
            _model.Transformer.Parameters.Values.CopyTo(_best.Span);
            _isBestSaved = false;
        }

        _metrics.Add(metrics);
        TrySave();
        Listener?.EpochDone(metrics, isBest);
    }

    /// <summary>Saves if a checkpoint is due, or a failed one to be tried again.</summary>
    public void StepDone(in StepReport report)
    {
        TimeSpan interval = _trouble is null ? Policy.CheckpointEvery : Policy.RetryAfter;
        if (interval != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(_lastTry) >= interval) TrySave();
        Listener?.StepDone(report);
    }

    /// <inheritdoc/>
    public void StepSkipped(BadStep bad) => Listener?.StepSkipped(bad);

    /// <summary>Sees to it that all is saved; if not at once, after some patience.</summary>
    /// <exception cref="FailureException">It cannot be.</exception>
    public void Finish()
    {
        for (int i = 0; _saved != _trainer.State || _trouble is not null; i++)
        {
            if (TrySave()) return;
            if (i >= Policy.LastRetries) throw new FailureException($"{_trouble!.Message}; {LastGood()}", _trouble);
            Thread.Sleep(Policy.RetryAfter);
        }
    }

    /// <summary>What there is to go on from, in words.</summary>
    public string LastGood() => _saved is { } saved
        ? $"the last good checkpoint is of epoch {saved.Epoch + (saved.BatchInEpoch > 0 ? 1 : 0)}, step {saved.Step}: pixelgpt train --resume --out \"{_folder.Path}\""
        : "there is no checkpoint yet";

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
            _trouble = e;
            Listener?.SaveFailed(e.Message, Policy.RetryAfter);
            return false;
        }
        finally
        {
            _lastTry = Stopwatch.GetTimestamp();
        }

        if (_trouble is null) return true;
        _trouble = null;
        Listener?.SaveRecovered();
        return true;
    }

    private void Save()
    {
        if (!File.Exists(_folder.Record)) Rebuild();
        if (!_isBestSaved) SaveBest();
        _metrics.Save();
        _checkpoint.Save(_folder);
        _saved = _trainer.State;
    }

    /// <summary>The folder has vanished: it is made again from what is in memory.</summary>
    private void Rebuild()
    {
        _lock.Dispose();
        _lock = RunLock.Take(_folder);
        _isBestSaved = _trainer.State.BestEpoch == 0;
        _metrics.IsSaved = false;
        SaveBase();
    }

    private void SaveBest()
    {
        ModelFolder.SaveWeights(_model.Transformer.Parameters, _best.Span, _folder.Weights);
        _isBestSaved = true;
    }
}
