using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>Models in memory: loaded when first asked for, anew when their weights have changed, and no more than a few at a time.</summary>
internal sealed class ModelStore(ModelFolders folders, StudioOptions options) : IAsyncDisposable
{
    private const int MaxLoaded = 4;

    private readonly Dictionary<string, LoadedModel> _loaded = [];
    private readonly SemaphoreSlim _loading = new(1);
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>Pictures that wait, over all models.</summary>
    public int Waiting => Sum(d => d.Waiting);

    /// <summary>Pictures being drawn.</summary>
    public int Active => Sum(d => d.Active);

    /// <summary>Takes a model into use.</summary>
    /// <exception cref="Api.ApiException">There is none of that name.</exception>
    /// <exception cref="InputException">It cannot be loaded.</exception>
    public async Task<ModelLease> UseAsync(string id, CancellationToken cancellationToken)
    {
        RunFolder folder = folders.Find(id);
        if (Take(id, StampOf(folder)) is { } loaded) return loaded;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            string stamp = StampOf(folder);
            if (Take(id, stamp) is { } present) return present;
            PixelModel model = await Task.Run(() => PixelModel.Load(folder.Path), cancellationToken);
            return Add(id, new LoadedModel(new BatchingDecoder(model, new BatchingOptions { Threads = options.Threads, QueueLimit = options.QueueLimit, BeforeStep = options.BeforeStep }), stamp));
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

        foreach (LoadedModel model in all) await model.PixelDecoder.DisposeAsync();
        _loading.Dispose();
    }

    /// <summary>Gives a model back.</summary>
    internal async ValueTask ReturnAsync(LoadedModel model)
    {
        bool isLast;
        lock (_gate) isLast = --model.Users == 0 && model.IsRetired;
        if (isLast) await model.PixelDecoder.DisposeAsync();
    }

    private static string StampOf(RunFolder folder)
    {
        string[] parts = [folder.Config, folder.Weights, folder.Weights + ".index.json", folder.Colormap];
        return string.Join('|', parts.Select(p => new FileInfo(p)).Select(f => f.Exists ? $"{f.Length}:{f.LastWriteTimeUtc.Ticks}" : "-"));
    }

    private ModelLease? Take(string id, string stamp)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(id, out LoadedModel? model)) return null;
            if (model.Stamp == stamp) return Lend(model);
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
            return Lend(model);
        }
    }

    private ModelLease Lend(LoadedModel model)
    {
        (model.Users, model.LastUse) = (model.Users + 1, ++_uses);
        return new ModelLease(this, model);
    }

    /// <summary>Lets a model go: at once, or when those who use it are done.</summary>
    private void Retire(string id)
    {
        _loaded.Remove(id, out LoadedModel? model);
        model!.IsRetired = true;

        // It is idle: closing only waits for its threads to wake and end.
        if (model.Users == 0) _ = model.PixelDecoder.DisposeAsync().AsTask();
    }

    private int Sum(Func<BatchingDecoder, int> of)
    {
        lock (_gate) return _loaded.Values.Sum(m => of(m.PixelDecoder));
    }
}

/// <summary>A model in use, until it is disposed of.</summary>
internal sealed class ModelLease(ModelStore store, LoadedModel model) : IAsyncDisposable
{
    /// <summary>What draws.</summary>
    public BatchingDecoder PixelDecoder => model.PixelDecoder;

    /// <summary>The model.</summary>
    public PixelModel Model => model.PixelDecoder.Model;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.ReturnAsync(model);
}
