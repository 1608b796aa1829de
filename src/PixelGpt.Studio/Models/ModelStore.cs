using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Models;

/// <summary>Holds the last used models in memory, one entry per model and palette. Models are loaded on first use, and again after their files have changed.</summary>
internal sealed class ModelStore(ModelFolders folders, StudioOptions options) : IAsyncDisposable
{
    /// <summary>Maximum number of colours of a palette that is not that of the model.</summary>
    public const int MaxColors = 256;

    private const int MaxLoaded = 4;

    private readonly Dictionary<string, LoadedModel> _loaded = [];
    private readonly SemaphoreSlim _loading = new(1);
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>Checks the number of colours of a palette that is not that of the model.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="subject">What has the colours, such as: the picture.</param>
    /// <exception cref="InputException">There are too many.</exception>
    public static void CheckColors(Palette palette, string subject)
    {
        if (palette.Count > MaxColors) throw new InputException($"{subject} has {palette.Count} colours; the maximum is {MaxColors}; reduce its colours in a paint program");
    }

    /// <summary>The number of waiting pictures of all models.</summary>
    public int Waiting => Sum(d => d.Waiting);

    /// <summary>The number of pictures of all models that are being generated.</summary>
    public int Active => Sum(d => d.Active);

    /// <summary>Returns a lease of a model, which is loaded if needed.</summary>
    /// <param name="id">The model's id.</param>
    /// <param name="palette">The palette of the picture; null for that of the model. Only models that are free of palette support another one.</param>
    /// <param name="cancellationToken">Cancellation token; checked while waiting for other models to load.</param>
    /// <exception cref="Contracts.ApiException">There is no model with this id.</exception>
    /// <exception cref="InputException">The model cannot be loaded, or does not support the palette.</exception>
    public async Task<ModelLease> UseAsync(string id, Palette? palette, CancellationToken cancellationToken)
    {
        ModelSource source = folders.FindModel(id);
        string key = palette is null ? id : $"{id}\n{palette.ToColormapText()}";
        if (TryLease(key, StampOf(source)) is { } lease) return lease;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            string stamp = StampOf(source);
            if (TryLease(key, stamp) is { } loadedMeanwhile) return loadedMeanwhile;
            (PixelModel model, GenerationOptions generation) = await LoadAsync(id, source, stamp, cancellationToken);
            if (palette is not null) model = WithPalette(model, palette, id);
            var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = options.Threads, QueueLimit = options.QueueLimit, ClientQueueLimit = options.ClientQueueLimit, ThreadStarting = options.NormalPriority ? null : ComputeThread.GiveWay, BeforeStep = options.BeforeStep });
            return Add(key, new LoadedModel(source, decoder, generation, stamp));
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

    private async Task<(PixelModel Model, GenerationOptions Generation)> LoadAsync(string id, ModelSource source, string stamp, CancellationToken cancellationToken)
    {
        try
        {
            GenerationOptions generation = source.LoadGeneration();
            return (FindLoaded(id, stamp) ?? await Task.Run(source.Load, cancellationToken), generation);
        }
        catch (InputException e)
        {
            throw new InputException(folders.WithoutRoot(e.Message), e);
        }
    }

    private static PixelModel WithPalette(PixelModel model, Palette palette, string id)
    {
        if (palette.Colors.SequenceEqual(model.Palette.Colors)) return model;
        if (!model.HasFreePalette) throw new InputException($"'palette' differs from the palette of the model '{id}', which works with that one only; leave 'palette' out, and use the indices of the model's palette");
        InputException.Check(palette.Count <= MaxColors, "the number of colours of 'palette'", palette.Count, $"at most {MaxColors}");
        return model.WithPalette(palette);
    }

    private static string StampOf(ModelSource source)
    {
        if (source.Folder is not { } folder) return "";
        string[] parts = [.. ModelFolder.Files(folder.Path), folder.GenerationConfig];
        return string.Join('|', parts.Select(p => new FileInfo(p)).Select(f => f.Exists ? $"{f.Length}:{f.LastWriteTimeUtc.Ticks}" : "-"));
    }

    /// <summary>Returns a model with its own palette if it is loaded, so that its weights are shared; otherwise null.</summary>
    private PixelModel? FindLoaded(string id, string stamp)
    {
        lock (_gate) return _loaded.TryGetValue(id, out LoadedModel? model) && model.Stamp == stamp ? model.Decoder.Model : null;
    }

    /// <summary>Returns a lease of a loaded model; null if the model is not loaded or its files have changed.</summary>
    private ModelLease? TryLease(string key, string stamp)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(key, out LoadedModel? model)) return null;
            if (model.Stamp == stamp) return Lease(model);
            Retire(key);
            return null;
        }
    }

    private ModelLease Add(string key, LoadedModel model)
    {
        lock (_gate)
        {
            while (_loaded.Count >= MaxLoaded) Retire(_loaded.MinBy(l => l.Value.LastUse).Key);
            _loaded[key] = model;
            return Lease(model);
        }
    }

    private ModelLease Lease(LoadedModel model)
    {
        (model.Users, model.LastUse) = (model.Users + 1, ++_uses);
        return new ModelLease(this, model);
    }

    /// <summary>Removes a model. It is disposed of at once, or when its last lease ends.</summary>
    private void Retire(string key)
    {
        _loaded.Remove(key, out LoadedModel? model);
        model!.IsRetired = true;

        // Without leases the decoder is idle, so disposal only waits for its threads to end.
        if (model.Users == 0) _ = model.Decoder.DisposeAsync().AsTask();
    }

    private int Sum(Func<BatchingDecoder, int> value)
    {
        lock (_gate) return _loaded.Values.Sum(m => value(m.Decoder));
    }
}
