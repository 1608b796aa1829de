using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Models;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>Trains one run at a time, on all threads; the next ones wait. Closing stops and saves.</summary>
internal sealed class TrainingQueue : IAsyncDisposable
{
    private const int MaxWaiting = 8;
    private const int MaxGivenName = 100;

    private readonly StudioOptions _options;
    private readonly ModelFolders _folders;
    private readonly DatasetFolders _datasets;
    private readonly DataCache _data;
    private readonly Dictionary<string, TrainingJob> _jobs = [];
    private readonly Channel<TrainingJob> _waiting = Channel.CreateUnbounded<TrainingJob>();
    private readonly SemaphoreSlim _beginning = new(1);
    private readonly Task _worker;
    private readonly CancellationTokenRegistration _closing;
    private volatile bool _isClosing;

    public TrainingQueue(StudioOptions options, ModelFolders folders, DatasetFolders datasets, DataCache data, IHostApplicationLifetime life)
    {
        (_options, _folders, _datasets, _data) = (options, folders, datasets, data);
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        // Before connections are cut, so that followers hear the end.
        _closing = life.ApplicationStopping.Register(StopAll);
    }

    /// <summary>The run of a name, if this studio trains it or did.</summary>
    public TrainingJob? Find(string id)
    {
        lock (_jobs) return _jobs.GetValueOrDefault(id);
    }

    /// <summary>Begins a run.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="InputException">What is asked for makes no sense.</exception>
    /// <exception cref="ApiException">There is no such data set, the name is taken, or too many wait.</exception>
    public async Task<string> StartAsync(StartBody body, CancellationToken cancellationToken)
    {
        if (body.Id is { } id && (!ModelFolders.IsName(id) || id == "compare")) throw new InputException($"'{Excerpt.Of(id)}' cannot be a run's name: letters, digits, '.', '_' and '-' can, '.' not first ('compare' is taken)");
        if (body.Id is { } taken && IsTaken(taken)) throw ApiException.Conflict($"{taken} is taken: there is a model, a run or a data set of that name; give another one");
        DataReference reference = _datasets.Find(body.Dataset);
        var family = ModelFamily.Find(body.ModelType);
        if (!body.Preset.All(char.IsAsciiLetter) || !Enum.TryParse(body.Preset, ignoreCase: true, out ModelPreset preset)) throw new InputException($"preset is '{Excerpt.Of(body.Preset)}'; it must be tiny, small or base");
        TrainingRecipe recipe = new TrainingRecipe { Epochs = body.Epochs, Seed = body.Seed, LearningRate = body.LearningRate, BatchSize = body.BatchSize }.Validate();
        SpriteDataset data = await _data.LoadAsync(reference, cancellationToken);
        var config = ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, preset);
        return await EnqueueAsync(
            () => body.Id ?? FreeName($"{body.Dataset}-{family.ModelType}"),
            name => TrainingRun.Create(new RunFolder(Path.Combine(_folders.Root, name)), config, reference, data, recipe, _options.Threads),
            cancellationToken);
    }

    /// <summary>Goes on with a run.</summary>
    /// <exception cref="InputException">It cannot be gone on with.</exception>
    /// <exception cref="ApiException">There is none, it is being trained, or too many wait.</exception>
    public async Task ResumeAsync(string id, int? epochs, CancellationToken cancellationToken)
    {
        RunFolder folder = _folders.Find(id);
        if (Find(id) is { IsLive: true } || RunLock.IsHeld(folder)) throw ApiException.Conflict($"{id} is being trained already");
        DataReference reference = TrainingRecord.Load(folder.Record).Data;
        SpriteDataset data = await _data.LoadAsync(reference, cancellationToken);
        await EnqueueAsync(() => id, _ => TrainingRun.Resume(folder, reference, data, epochs, _options.Threads), cancellationToken);
    }

    /// <summary>Stops a run; all of it is saved.</summary>
    /// <exception cref="ApiException">There is none, or it is not being trained here.</exception>
    public void Stop(string id)
    {
        RunFolder folder = _folders.Find(id);
        if (Find(id) is { IsLive: true } job) job.Stop();
        else throw ApiException.Conflict(RunLock.IsHeld(folder) ? $"{id} is trained by another process: stop it there, with Ctrl+C" : $"{id} is not being trained");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.DisposeAsync();
        StopAll();
        await _worker;
        foreach (TrainingJob job in _jobs.Values) job.Dispose();
        _beginning.Dispose();
    }

    private void StopAll()
    {
        _isClosing = true;
        _waiting.Writer.TryComplete();
        lock (_jobs)
        {
            foreach (TrainingJob job in _jobs.Values) job.Stop();
        }
    }

    private async Task<string> EnqueueAsync(Func<string> name, Func<string, TrainingRun> begin, CancellationToken cancellationToken)
    {
        await _beginning.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            lock (_jobs)
            {
                if (_jobs.Values.Count(j => j.State == "queued") >= MaxWaiting)
                    throw new ApiException(StatusCodes.Status429TooManyRequests, $"{MaxWaiting} runs are waiting already; stop one, or come again later", TimeSpan.FromMinutes(1));
            }

            string id = name();
            var job = new TrainingJob(id, await Task.Run(() => begin(id), CancellationToken.None), _options.TimeProvider);
            lock (_jobs) _jobs[id] = job;
            job.Feed.StateChanged();
            if (!_waiting.Writer.TryWrite(job)) job.Stop();
            return id;
        }
        finally
        {
            _beginning.Release();
        }
    }

    private bool IsTaken(string name)
    {
        string path = Path.Combine(_folders.Root, name);
        return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
    }

    /// <summary>The name, or the name with the first number that is free; a data set may be called what a run cannot.</summary>
    private string FreeName(string name)
    {
        string clean = string.Concat(name.TakeLast(MaxGivenName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('-', '.');
        string id = clean;
        for (int i = 2; Path.Exists(Path.Combine(_folders.Root, id)); i++) id = $"{clean}-{i}";
        return id;
    }

    private async Task Work()
    {
        await foreach (TrainingJob job in _waiting.Reader.ReadAllAsync())
        {
            // A step is long, so this thread is the job's own: it must not go back to the pool in between.
            if (_isClosing) job.Stop();
            else await Task.Factory.StartNew(job.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }
}
