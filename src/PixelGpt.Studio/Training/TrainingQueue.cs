using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Training;

/// <summary>Trains one run at a time on all threads; further runs wait. When the studio closes, all runs are stopped and saved.</summary>
internal sealed partial class TrainingQueue : IAsyncDisposable
{
    private const int MaxWaiting = 8;
    private const int MaxDerivedNameLength = 100;

    private readonly StudioOptions _options;
    private readonly ModelFolders _folders;
    private readonly DatasetFolders _datasets;
    private readonly DatasetCache _cache;
    private readonly RunSize _size;
    private readonly StudioMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Dictionary<string, TrainingJob> _jobs = [];
    private readonly Channel<TrainingJob> _waiting = Channel.CreateUnbounded<TrainingJob>();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly Task _worker;
    private readonly CancellationTokenRegistration _closing;
    private readonly CancellationTokenRegistration _draining;
    private readonly LiveRunFile _file;
    private readonly Lock _recording = new();
    private readonly List<string> _ended;
    private long _number;
    private volatile bool _isClosing;

    /// <summary>Creates the queue and starts its worker.</summary>
    public TrainingQueue(StudioOptions options, ModelFolders folders, DatasetFolders datasets, DatasetCache cache, LiveRunFile file, Draining draining, IHostApplicationLifetime lifetime, StudioMetrics metrics, ILogger<TrainingQueue> logger)
    {
        (_options, _folders, _datasets, _cache, _file, _logger) = (options, folders, datasets, cache, file, logger);
        _size = new RunSize(options.MaxRunBytes);
        _metrics = metrics;
        metrics.ObserveTrainings(Count);
        _ended = options.ResumeTrainings ? [.. file.Read()] : [];
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        // Runs stop before connections are closed, so that followers receive the end event.
        _draining = draining.Started.Register(StopAll);
        _closing = lifetime.ApplicationStopping.Register(StopAll);
    }

    /// <summary>Returns the job of a run; null if this studio has not trained the run since it started.</summary>
    public TrainingJob? Find(string id)
    {
        lock (_jobs) return _jobs.GetValueOrDefault(id);
    }

    /// <summary>Starts a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancellation token; checked until the run is created.</param>
    /// <returns>The run's id.</returns>
    /// <exception cref="InputException">A value is invalid.</exception>
    /// <exception cref="ApiException">There is no such data set, the id is taken, or too many runs are waiting.</exception>
    public async Task<string> StartAsync(NewRun run, CancellationToken cancellationToken)
    {
        run = run with { Limits = _options };
        if (run.Id is { } id) NewName.Check(id, "run");
        if (run.Id is { } taken && IsTaken(taken)) throw ApiException.Conflict($"the name '{taken}' is taken by a model, a run or a data set; use another name");
        DataReference reference = _datasets.Find(run.Dataset);
        if (run.From is { } from) return await FineTuneAsync(run, from, reference, cancellationToken);
        ModelFamily family = run.ModelType is { } type ? ModelFamily.Find(type) : ModelFamily.All[0];
        string size = run.Preset ?? nameof(ModelPreset.Small);
        if (!size.All(char.IsAsciiLetter) || !Enum.TryParse(size, ignoreCase: true, out ModelPreset preset))
            throw new InputException($"preset must be tiny, small or base (got '{Excerpt.Of(size)}')");
        run.Check(family, preset);
        SpriteDataset data = await _cache.LoadAsync(reference, cancellationToken);
        var config = ModelConfig.Default(family, data, preset);
        return await EnqueueAsync(
            () => run.Id ?? FreeName($"{run.Dataset}-{family.ModelType}"),
            name => TrainingRun.Create(new RunFolder(Path.Combine(_folders.Root, name)), config, reference, data, run.RecipeFor(family, preset, data), _options.Threads),
            cancellationToken);
    }

    /// <summary>Starts a run with the weights of a model.</summary>
    private async Task<string> FineTuneAsync(NewRun run, string from, DataReference reference, CancellationToken cancellationToken)
    {
        var baseModel = BaseModelReference.Create(_folders.FindModel(from));
        ModelConfig config = baseModel.LoadConfig();
        run.CheckFineTuning(config.Family);
        SpriteDataset data = await _cache.LoadAsync(reference, cancellationToken);
        return await EnqueueAsync(
            () => run.Id ?? FreeName($"{run.Dataset}-tuned"),
            name => TrainingRun.FineTune(new RunFolder(Path.Combine(_folders.Root, name)), baseModel, reference, data, run.FineTuningRecipeFor(config, data), _options.Threads),
            cancellationToken);
    }

    /// <summary>Runs an action while no run is started or resumed.</summary>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task WhileNothingStartsAsync(Action action, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(action, CancellationToken.None);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Forgets a run that has ended, because it gets another name or is deleted.</summary>
    public void Forget(string id)
    {
        lock (_jobs)
        {
            if (_jobs.Remove(id, out TrainingJob? job)) job.Dispose();
        }
    }

    /// <summary>Returns the id of a run that waits or is being trained on a data set; null if there is none.</summary>
    /// <param name="source">The folder of the data set.</param>
    public string? LiveOn(string source)
    {
        lock (_jobs) return _jobs.Values.FirstOrDefault(j => j.IsLive && j.DataSource == source)?.Id;
    }

    /// <summary>Resumes a run from its checkpoint.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="epochs">The new total number of epochs; null to leave it unchanged.</param>
    /// <param name="cancellationToken">Cancellation token; checked until the run is loaded.</param>
    /// <exception cref="InputException">The run cannot be resumed.</exception>
    /// <exception cref="ApiException">There is no such run, it is being trained, or too many runs are waiting.</exception>
    public Task ResumeAsync(string id, int? epochs, CancellationToken cancellationToken) => ResumeAsync(id, epochs, MaxWaiting, cancellationToken);

    /// <summary>Resumes the runs that were being trained or waited when the studio ended. Runs that cannot be resumed are reported in the log.</summary>
    /// <param name="stopping">Cancelled when the studio closes.</param>
    public async Task ResumeEndedAsync(CancellationToken stopping)
    {
        foreach (string id in (string[])[.. _ended])
        {
            try
            {
                await ResumeAsync(id, null, int.MaxValue, stopping);
                LogResumed(_logger, id);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested && !_isClosing)
            {
                // Any exception concerns this run only.
                LogNotResumed(_logger, id, e.Message);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            lock (_recording) _ended.Remove(id);
            Record();
        }
    }

    private async Task ResumeAsync(string id, int? epochs, int maxWaiting, CancellationToken cancellationToken)
    {
        RunFolder folder = _folders.Find(id);
        if (Find(id) is { IsLive: true } || RunLock.IsHeld(folder)) throw ApiException.Conflict($"'{id}' is already being trained");
        InputException.Check(epochs is null || epochs <= _options.MaxEpochs, "epochs", epochs, $"at most {_options.MaxEpochs}");
        _size.Check(folder);
        DataReference reference = TrainingRecord.Load(folder.Record).Data;
        SpriteDataset data = await _cache.LoadAsync(reference, cancellationToken);
        await EnqueueAsync(() => id, _ => TrainingRun.Resume(folder, reference, data, epochs, _options.Threads), cancellationToken, maxWaiting);
    }

    /// <summary>Stops a run after the current step and saves it.</summary>
    /// <exception cref="ApiException">There is no such run, or this studio does not train it.</exception>
    public void Stop(string id)
    {
        RunFolder folder = _folders.Find(id);
        if (Find(id) is { IsLive: true } job)
        {
            job.Stop();
            Record();
            return;
        }

        throw ApiException.Conflict(RunLock.IsHeld(folder) ? $"'{id}' is being trained by another process; stop it there with Ctrl+C" : $"'{id}' is not being trained");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _draining.DisposeAsync();
        await _closing.DisposeAsync();
        StopAll();
        await _worker;
        foreach (TrainingJob job in _jobs.Values) job.Dispose();
        _starting.Dispose();
    }

    private void StopAll()
    {
        lock (_recording) _isClosing = true;
        _waiting.Writer.TryComplete();
        lock (_jobs)
        {
            foreach (TrainingJob job in _jobs.Values) job.Stop();
        }
    }

    private async Task<string> EnqueueAsync(Func<string> name, Func<string, TrainingRun> open, CancellationToken cancellationToken, int maxWaiting = MaxWaiting)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            lock (_jobs)
            {
                if (_jobs.Values.Count(j => j.State == RunState.Queued) >= maxWaiting)
                    throw ApiException.TooManyRequests($"{MaxWaiting} runs are already waiting; stop one of them, or try again later", TimeSpan.FromMinutes(1));
            }

            string id = name();
            var job = new TrainingJob(id, await ComputeThread.RunAsync(!_options.NormalPriority, () => open(id)), _size, _options.TimeProvider, e => Describe(id, e)) { Number = Interlocked.Increment(ref _number) };
            lock (_jobs) _jobs[id] = job;
            Record();
            job.Feed.ReportState();
            if (!_waiting.Writer.TryWrite(job)) job.Stop();
            return id;
        }
        finally
        {
            _starting.Release();
        }
    }

    private bool IsTaken(string name)
    {
        string path = Path.Combine(_folders.Root, name);
        return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
    }

    /// <summary>Returns the name, with the first number that makes it unique if it is taken. Characters that are invalid in the name of a run are replaced, because names of data sets may have any characters.</summary>
    private string FreeName(string name)
    {
        string clean = string.Concat(name.TakeLast(MaxDerivedNameLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('-', '.');
        string id = clean;
        for (int i = 2; Path.Exists(Path.Combine(_folders.Root, id)); i++) id = $"{clean}-{i}";
        return id;
    }

    /// <summary>Records the runs that are to be resumed when the studio starts the next time. The record stays as it is when runs stop because the studio closes.</summary>
    private void Record()
    {
        if (!_options.ResumeTrainings) return;
        lock (_recording)
        {
            if (_isClosing) return;
            string[] live;
            lock (_jobs) live = [.. _jobs.Values.Where(job => job is { IsLive: true, IsStopping: false }).OrderBy(job => job.Number).Select(job => job.Id)];
            _file.Write(live.Union(_ended));
        }
    }

    private (int Training, int Queued) Count()
    {
        lock (_jobs) return (_jobs.Values.Count(job => job.State == RunState.Training), _jobs.Values.Count(job => job.State == RunState.Queued));
    }

    private string Describe(string id, Exception e)
    {
        if (e is not PixelGptException) LogUnexpected(_logger, id, e);
        return _folders.Describe(e);
    }

    private async Task Work()
    {
        await foreach (TrainingJob job in _waiting.Reader.ReadAllAsync())
        {
            if (_isClosing) job.Stop();
            else await ComputeThread.RunAsync(!_options.NormalPriority, job.Run);
            Record();
            _metrics.RecordTraining(job.State switch { RunState.Done => "done", RunState.Failed => "failed", _ => "stopped" });
            if (job.State == RunState.Failed) LogFailed(_logger, job.Id, job.Problem ?? "");
            else LogEnded(_logger, job.Id, job.State);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} has ended: {State}")]
    private static partial void LogEnded(ILogger logger, string run, RunState state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} is resumed, because it had not ended when the studio ended")]
    private static partial void LogResumed(ILogger logger, string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}, which had not ended when the studio ended, cannot be resumed: {Problem}")]
    private static partial void LogNotResumed(ILogger logger, string run, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} has failed: {Problem}")]
    private static partial void LogFailed(ILogger logger, string run, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} has failed with an unexpected error")]
    private static partial void LogUnexpected(ILogger logger, string run, Exception e);
}
