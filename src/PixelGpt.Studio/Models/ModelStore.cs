using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Models;

/// <summary>Holds the last used models in memory. Models are loaded on first use, and again after their files have changed.</summary>
internal sealed class ModelStore(ModelFolders folders, StudioOptions options) : IAsyncDisposable
{
    private const int MaxLoaded = 4;

    private readonly Dictionary<string, LoadedModel> _loaded = [];
    private readonly SemaphoreSlim _loading = new(1);
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>The number of waiting pictures of all models.</summary>
    public int Waiting => Sum(d => d.Waiting);

    /// <summary>The number of pictures of all models that are being generated.</summary>
    public int Active => Sum(d => d.Active);

    /// <summary>Returns a lease of a model, which is loaded if needed.</summary>
    /// <param name="id">The model's id.</param>
    /// <param name="cancellationToken">Cancellation token; checked while waiting for other models to load.</param>
    /// <exception cref="Contracts.ApiException">There is no model with this id.</exception>
    /// <exception cref="InputException">The model cannot be loaded.</exception>
    public async Task<ModelLease> UseAsync(string id, CancellationToken cancellationToken)
    {
        RunFolder folder = folders.Find(id);
        if (TryLease(id, StampOf(folder)) is { } lease) return lease;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            string stamp = StampOf(folder);
            if (TryLease(id, stamp) is { } loadedMeanwhile) return loadedMeanwhile;
            GenerationOptions generation = GenerationConfigFile.Load(folder);
            PixelModel model = await Task.Run(() => PixelModel.Load(folder.Path), cancellationToken);
            var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = options.Threads, QueueLimit = options.QueueLimit, BeforeStep = options.BeforeStep });
            return Add(id, new LoadedModel(folder, decoder, generation, stamp));
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        LoadedModel[] all;
        lock (_gate)
        {
            all = [.. _loaded.Values];
            _loaded.Clear();
        }

        foreach (LoadedModel model in all) await model.Decoder.DisposeAsync();
        _loading.Dispose();
    }

    /// <summary>Ends a lease.</summary>
    internal async ValueTask ReturnAsync(LoadedModel model)
    {
        bool isLast;
        lock (_gate) isLast = --model.Users == 0 && model.IsRetired;
        if (isLast) await model.Decoder.DisposeAsync();
    }

    private static string StampOf(RunFolder folder)
    {
        string[] parts = [.. ModelFolder.Files(folder.Path), folder.GenerationConfig];
        return string.Join('|', parts.Select(p => new FileInfo(p)).Select(f => f.Exists ? $"{f.Length}:{f.LastWriteTimeUtc.Ticks}" : "-"));
    }

    /// <summary>Returns a lease of a loaded model; null if the model is not loaded or its files have changed.</summary>
    private ModelLease? TryLease(string id, string stamp)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(id, out LoadedModel? model)) return null;
            if (model.Stamp == stamp) return Lease(model);
            Retire(id);
            return null;
        }
    }

    private ModelLease Add(string id, LoadedModel model)
    {
        lock (_gate)
        {
            while (_loaded.Count >= MaxLoaded) Retire(_loaded.MinBy(l => l.Value.LastUse).Key);
            _loaded[id] = model;
            return Lease(model);
        }
    }

    private ModelLease Lease(LoadedModel model)
    {
        (model.Users, model.LastUse) = (model.Users + 1, ++_uses);
        return new ModelLease(this, model);
    }

    /// <summary>Removes a model. It is disposed of at once, or when its last lease ends.</summary>
    private void Retire(string id)
    {
        _loaded.Remove(id, out LoadedModel? model);
        model!.IsRetired = true;

        // Without leases the decoder is idle, so disposal only waits for its threads to end.
        if (model.Users == 0) _ = model.Decoder.DisposeAsync().AsTask();
    }

    private int Sum(Func<BatchingDecoder, int> value)
    {
        lock (_gate) return _loaded.Values.Sum(m => value(m.Decoder));
    }
}
