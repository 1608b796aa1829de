using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Training;

/// <summary>Evaluates one run at a time, beside training. When the studio closes, the evaluation ends without a report.</summary>
internal sealed partial class EvaluationQueue : IAsyncDisposable
{
    private const string NoDistances = "the studio does not compute distances; 'pixelgpt evaluate' does";

    private readonly StudioOptions _options;
    private readonly ModelFolders _folders;
    private readonly DatasetCache _cache;
    private readonly Dictionary<string, EvaluationJob> _jobs = [];
    private readonly Channel<EvaluationJob> _waiting = Channel.CreateUnbounded<EvaluationJob>();
    private readonly CancellationToken _stopping;
    private readonly ILogger _logger;
    private readonly Task _worker;

    /// <summary>Creates the queue and starts its worker.</summary>
    public EvaluationQueue(StudioOptions options, ModelFolders folders, DatasetCache cache, IHostApplicationLifetime lifetime, ILogger<EvaluationQueue> logger)
    {
        (_options, _folders, _cache, _stopping, _logger) = (options, folders, cache, lifetime.ApplicationStopping, logger);
        _worker = WorkAsync();
    }

    /// <summary>Returns the evaluation of a run that this studio started last; null if there is none.</summary>
    public EvaluationJob? Find(string id)
    {
        lock (_jobs) return _jobs.GetValueOrDefault(id);
    }

    /// <summary>Forgets the evaluation of a run, which gets another name or is deleted.</summary>
    public void Forget(string id)
    {
        lock (_jobs) _jobs.Remove(id);
    }

    /// <summary>Starts to evaluate a run on the data set that it was trained on. The model is loaded when it is its turn.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Cancellation token; checked while the data set is loaded.</param>
    /// <exception cref="InputException">The run has no model yet, or its data set has no complete dev or test sprites.</exception>
    /// <exception cref="ApiException">There is no such run, or it is being evaluated.</exception>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        RunFolder folder = _folders.Find(id);
        if (!folder.HasRun || !File.Exists(folder.Weights)) throw new InputException($"'{id}' has no complete epoch of training yet, so there is nothing to evaluate");
        DataReference reference = RunDefaults.Load(folder).Choose(null, id);
        if (Path.IsPathRooted(reference.Source) && !Path.Exists(reference.Source))
            throw new InputException($"the folder '{reference.Name}' with the pictures that '{id}' has learned from is gone; restore it, or evaluate on others with: pixelgpt evaluate {id} --data FOLDER");
        SpriteDataset data = await _cache.LoadAsync(reference, cancellationToken);
        string[] splits = FolderEvaluation.ScoredSplits(data);
        if (splits.Length == 0) throw new InputException($"the data set of '{id}' has no sprites besides those that it was trained on, so there is nothing to compare with; train with more pictures");
        var job = new EvaluationJob(id, progress => Evaluate(folder, data, splits, progress), e => Describe(id, e));
        lock (_jobs)
        {
            if (_jobs.GetValueOrDefault(id) is { IsLive: true }) throw ApiException.Conflict($"'{id}' is already being evaluated");
            _jobs[id] = job;
        }

        _waiting.Writer.TryWrite(job);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _worker;
    }

    private void Evaluate(RunFolder folder, SpriteDataset data, string[] splits, IProgress<EvaluationProgress> progress)
    {
        var source = ModelSource.Of(folder);
        PixelModel model = source.Load();
        var options = new EvaluationOptions
        {
            PromptFraction = source.LoadDefaults().PromptFraction,
            Temperatures = [],
            ModelSampling = source.LoadSampling(),
            Threads = _options.Threads,
        };
        FolderEvaluation.Write(source, model, NoDistances, folder, () => ModelEvaluation.Compute(model, data, splits, options, progress, _stopping), _stopping);
    }

    private string Describe(string id, Exception e)
    {
        if (e is not (PixelGptException or OperationCanceledException)) LogFailure(_logger, id, e);
        return _folders.Describe(e);
    }

    private async Task WorkAsync()
    {
        await foreach (EvaluationJob job in _waiting.Reader.ReadAllAsync(CancellationToken.None))
            await ComputeThread.RunAsync(!_options.NormalPriority, job.Run);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the evaluation of {Id} failed")]
    private static partial void LogFailure(ILogger logger, string id, Exception e);
}
