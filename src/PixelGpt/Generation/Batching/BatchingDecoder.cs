using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelGpt.Models;

namespace PixelGpt.Generation.Batching;

/// <summary>
/// Completes pictures for many callers at once. A waiting picture joins the batch at the next pixel, and a cancelled one
/// leaves it at the next pixel. Clients (<see cref="CompletionRequest.Client"/>) take turns. The result of a request depends only on the request, the options and the model, and is
/// identical to that of <see cref="PixelDecoder"/>. Methods may be called from any thread.
/// </summary>
public sealed class BatchingDecoder : IAsyncDisposable
{
    /// <summary>The number of pictures that a thread generates together: the height of a matrix tile, so that weights are read once for all of them.</summary>
    private const int GroupSize = 6;

    /// <summary>The maximum number of alternatives per pixel.</summary>
    public const int MaxAlternatives = 8;

    private readonly BatchingOptions _options;
    private readonly Func<PixelModel, int, BatchWorker> _createWorker;
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private readonly FairQueue _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopped;
    private int _running;
    private int _active;
    private long _pixels;
    private long _busyTicks;

    /// <summary>Creates a decoder and starts its threads, which wait for requests.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Number of threads and queue limit; null for the defaults.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public BatchingDecoder(PixelModel model, BatchingOptions? options = null)
        : this(model, options, (model, size) => new BatchWorker(model, size))
    {
    }

    /// <summary>Creates a decoder with a custom worker factory. Each thread calls it at its first request, and again at its next request if the call failed.</summary>
    internal BatchingDecoder(PixelModel model, BatchingOptions? options, Func<PixelModel, int, BatchWorker> createWorker)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new BatchingOptions();
        InputException.Check(_options.Threads >= 1, "threads", _options.Threads, "at least 1");
        InputException.Check(_options.QueueLimit >= 1, "queue-limit", _options.QueueLimit, "at least 1");
        InputException.Check(_options.ClientQueueLimit is null or >= 1, "client-queue-limit", _options.ClientQueueLimit ?? 0, "at least 1");
        Model = model;
        _createWorker = createWorker;
        _running = _options.Threads;
        _threads = new Thread[_options.Threads];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"PixelGpt decoder {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The model.</summary>
    public PixelModel Model { get; }

    /// <summary>The number of waiting pictures.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    /// <summary>The number of pictures being generated.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>The number of pixels generated since the decoder was created.</summary>
    public long PixelsGenerated => Interlocked.Read(ref _pixels);

    /// <summary>Completes a picture.</summary>
    /// <param name="request">The picture to complete.</param>
    /// <param name="options">How colours are selected and how many completions are generated. Beam search is not supported.</param>
    /// <param name="alternatives">Number of most probable colours to return per pixel, 0 to <see cref="MaxAlternatives"/>.</param>
    /// <param name="cancellationToken">Cancellation token; a waiting picture leaves the queue at once, others stop at the next pixel.</param>
    /// <returns><see cref="GenerationOptions.NumReturnSequences"/> completions; <see cref="GeneratedPicture.LogLikelihood"/> can rank them.</returns>
    /// <exception cref="InputException">An option is out of range, or the picture does not fit the model.</exception>
    /// <exception cref="QueueFullException">The queue is full.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The decoder is disposed.</exception>
    public async Task<IReadOnlyList<GeneratedPicture>> CompleteAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        GenerationJob job = Enqueue(request, options, alternatives, isStreamed: false);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => Abandon(job, cancellationToken));
        return await job.Result.ConfigureAwait(false);
    }

    /// <summary>Completes a picture and returns each pixel as soon as it is generated. Generation starts with the call; leaving the loop stops it.</summary>
    /// <inheritdoc cref="CompleteAsync"/>
    /// <returns>The generated pixels; those of one completion are in raster order.</returns>
    public IAsyncEnumerable<GeneratedPixel> StreamAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        GenerationJob job = Enqueue(request, options, alternatives, isStreamed: true);

        // Registered here, because the iterator below does not run before the first pixel is read.
        CancellationTokenRegistration registration = cancellationToken.Register(() => Abandon(job, cancellationToken));
        job.Result.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return ReadAsync(job, CancellationToken.None);
    }

    private async IAsyncEnumerable<GeneratedPixel> ReadAsync(GenerationJob job, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => Abandon(job, cancellationToken));
        try
        {
            await foreach (GeneratedPixel pixel in job.Pixels.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) yield return pixel;
        }
        finally
        {
            Abandon(job, new CancellationToken(canceled: true));
        }
    }

    private GenerationJob Enqueue(CompletionRequest request, GenerationOptions options, int alternatives, bool isStreamed)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.NumBeams > 1) throw new InputException(FormattableString.Invariant($"num-beams must be 1: beam search cannot return pixels one by one (got {options.NumBeams})"));
        InputException.Check(alternatives is >= 0 and <= MaxAlternatives, "alternatives", alternatives, $"0 to {MaxAlternatives}");
        RequestValidation.ValidateColors(options, Model);
        RequestValidation.Validate(request, options, Model);
        int count = options.NumReturnSequences;
        var job = new GenerationJob(request.Client, count, alternatives, isStreamed);
        GenerationSequence[] sequences = [.. Enumerable.Range(0, count).Select(i => new GenerationSequence(job, i, request.Sample(i, options), options, Model.Palette.Count))];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);

            // Without waiting pictures, any request is accepted, also one with more completions than the limit.
            CheckLimit(_queue.CountOf(job.Client), count, _options.ClientQueueLimit ?? _options.QueueLimit);
            CheckLimit(_queue.Count, count, _options.QueueLimit);
            _queue.Add(job, sequences);
            Monitor.PulseAll(_gate);
        }

        return job;
    }

    private void CheckLimit(int waiting, int count, int limit)
    {
        if (waiting > 0 && waiting + count > limit) throw new QueueFullException(limit, EstimateWait());
    }

    /// <summary>Estimates how long the waiting pictures will take at the average speed so far, between 1 second and 10 minutes.</summary>
    private TimeSpan EstimateWait()
    {
        double secondsEach = (double)_busyTicks / Stopwatch.Frequency / Math.Max(1, _pixels) / _threads.Length;
        return TimeSpan.FromSeconds(Math.Clamp(secondsEach * _queue.Pixels, 1, 600));
    }

    /// <summary>Cancels a job. Its waiting pictures leave the queue at once; those being generated stop at the next pixel.</summary>
    private void Abandon(GenerationJob job, CancellationToken token)
    {
        if (job.IsOver) return;
        job.Cancel(token);
        lock (_gate) _queue.Remove(job);
    }

    private void Work()
    {
        _options.ThreadStarting?.Invoke();
        BatchWorker? worker = null;
        var taken = new List<GenerationSequence>(GroupSize);
        while (Take(worker, taken))
        {
            long start = Stopwatch.GetTimestamp();
            int before = worker?.Active ?? 0;
            try
            {
                worker ??= _createWorker(Model, GroupSize);
                worker.Admit(CollectionsMarshal.AsSpan(taken));
                Interlocked.Add(ref _active, worker.Active - before);
                before = worker.Active;
                _options.BeforeStep?.Invoke();
                Interlocked.Add(ref _pixels, worker.Step());
            }
            catch (Exception e)
            {
                // Any error is reported to the callers of this batch; the thread continues with the next requests.
                foreach (GenerationSequence sequence in taken) sequence.Fail(e);
                worker?.Fail(e);
            }

            Interlocked.Add(ref _active, (worker?.Active ?? 0) - before);
            Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - start);
        }

        worker?.Fail(new OperationCanceledException("the decoder was disposed"));
        if (Interlocked.Decrement(ref _running) == 0) _ended.TrySetResult();
    }

    /// <summary>
    /// Takes waiting pictures from the queue, as many as the worker has room for, but at most the queue's length divided by
    /// the number of threads, so that all threads are used; clients take turns. Blocks while there is nothing to do.
    /// </summary>
    /// <returns>False if the decoder was disposed.</returns>
    private bool Take(BatchWorker? worker, List<GenerationSequence> taken)
    {
        int active = worker?.Active ?? 0, free = worker?.Free ?? GroupSize;
        taken.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0 && active == 0 && !_stopped) Monitor.Wait(_gate);
            if (_stopped) return false;
            if (_queue.Count > 0) _queue.Take(taken, Math.Min(free, (_queue.Count + _threads.Length - 1) / _threads.Length), worker is null ? _ => GroupSize : worker.FreeFor);
        }

        return true;
    }

    /// <summary>Cancels all requests and waits for the threads to end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<GenerationJob> waiting;
        lock (_gate)
        {
            _stopped = true;
            waiting = [.. _queue.Jobs];
            _queue.Clear();
            Monitor.PulseAll(_gate);
        }

        foreach (GenerationJob job in waiting) job.Cancel(new CancellationToken(canceled: true));
        await _ended.Task.ConfigureAwait(false);
    }
}
