using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelGpt.Models;

namespace PixelGpt.Generation.Batching;

/// <summary>
/// Finishes pictures for many callers at once, pixel by pixel. Whoever waits joins those being drawn at their next pixel, and who
/// leaves makes room within one. What it draws for a request depends on that request, the options and the model alone, and
/// equals what <see cref="PixelDecoder"/> draws, bit for bit.
/// </summary>
public sealed class BatchingDecoder : IAsyncDisposable
{
    /// <summary>Pictures that a thread draws in step: the rows of a tile, so that weights are read once for all of them.</summary>
    private const int GroupSize = 6;

    /// <summary>The most colours that are named beside a pixel's own.</summary>
    public const int MaxAlternatives = 8;

    private readonly BatchingOptions _options;
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private readonly LinkedList<(LiveJob Job, LiveSequence Sequence)> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopped;
    private int _running;
    private int _active;
    private long _pixels;
    private long _busyTicks;

    /// <summary>Starts the threads; they sleep until there is something to draw.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="options">How much it takes on; null for the usual.</param>
    /// <exception cref="InputException">An option makes no sense.</exception>
    public BatchingDecoder(PixelModel model, BatchingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new BatchingOptions();
        InputException.Check(_options.Threads >= 1, "threads", _options.Threads, "at least 1");
        InputException.Check(_options.QueueLimit >= 1, "queue-limit", _options.QueueLimit, "at least 1");
        Model = model;
        _running = _options.Threads;
        _threads = new Thread[_options.Threads];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"PixelGpt drawing {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The model that draws.</summary>
    public PixelModel Model { get; }

    /// <summary>Pictures that wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    /// <summary>Pictures that are being drawn.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Pixels drawn so far.</summary>
    public long PixelsDrawn => Interlocked.Read(ref _pixels);

    /// <summary>Finishes a picture, once or several times.</summary>
    /// <param name="request">Its beginning.</param>
    /// <param name="options">How pixels are chosen, and how many completions there are.</param>
    /// <param name="alternatives">How many of the likeliest colours of each pixel to name, 0 to <see cref="MaxAlternatives"/>.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <returns>The completions in their order; <see cref="DrawnPicture.LogLikelihood"/> ranks them.</returns>
    /// <exception cref="InputException">An option makes no sense, or prompt and picture do not fit the model.</exception>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    public async Task<IReadOnlyList<DrawnPicture>> CompleteAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        LiveJob job = Enqueue(request, options, alternatives, isStreamed: false);
        await using CancellationTokenRegistration leaving = cancellationToken.Register(() => Abandon(job, cancellationToken));
        return await job.Result.ConfigureAwait(false);
    }

    /// <summary>Finishes a picture, once or several times, and tells each pixel as it is drawn. Drawing begins at once; leaving the loop stops it.</summary>
    /// <inheritdoc cref="CompleteAsync"/>
    /// <returns>The pixels; those of one completion in raster order.</returns>
    public IAsyncEnumerable<DrawnPixel> StreamAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        LiveJob job = Enqueue(request, options, alternatives, isStreamed: true);

        // Who leaves before the first pixel is read must be heard too.
        CancellationTokenRegistration leaving = cancellationToken.Register(() => Abandon(job, cancellationToken));
        job.Result.ContinueWith(_ => leaving.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return ReadAsync(job, CancellationToken.None);
    }

    private async IAsyncEnumerable<DrawnPixel> ReadAsync(LiveJob job, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using CancellationTokenRegistration leaving = cancellationToken.Register(() => Abandon(job, cancellationToken));
        try
        {
            await foreach (DrawnPixel pixel in job.Pixels.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) yield return pixel;
        }
        finally
        {
            Abandon(job, new CancellationToken(canceled: true));
        }
    }

    private LiveJob Enqueue(CompletionRequest request, GenerationOptions options, int alternatives, bool isStreamed)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.NumBeams > 1) throw new InputException("beam search knows no pixel before the last: it is not offered here; leave num-beams at 1");
        InputException.Check(alternatives is >= 0 and <= MaxAlternatives, "alternatives", alternatives, $"0 to {MaxAlternatives}");
        RequestCheck.CheckColors(options, Model);
        RequestCheck.Check(request, options, Model);
        int count = options.NumReturnSequences;
        var job = new LiveJob(count, alternatives, isStreamed);
        LiveSequence[] sequences = [.. Enumerable.Range(0, count).Select(i => new LiveSequence(job, i, request.Sample(i, options), options, Model.Palette.Count))];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);

            // Where nobody waits, several completions of one picture may be more than the limit.
            if (_queue.Count > 0 && _queue.Count + count > _options.QueueLimit) throw new QueueFullException(_options.QueueLimit, EstimateWait());
            foreach (LiveSequence sequence in sequences) _queue.AddLast((job, sequence));
            Monitor.PulseAll(_gate);
        }

        return job;
    }

    /// <summary>How long those who wait will keep the threads busy, by the speed so far; a second at least.</summary>
    private TimeSpan EstimateWait()
    {
        double secondsEach = (double)_busyTicks / Stopwatch.Frequency / Math.Max(1, _pixels) / _threads.Length;
        return TimeSpan.FromSeconds(Math.Clamp(secondsEach * _queue.Sum(w => (double)w.Sequence.Left), 1, 600));
    }

    /// <summary>A caller leaves: those of its pictures that wait give their places back at once, those being drawn at the next pixel.</summary>
    private void Abandon(LiveJob job, CancellationToken why)
    {
        if (job.IsOver) return;
        job.Cancel(why);
        lock (_gate)
        {
            for (LinkedListNode<(LiveJob Job, LiveSequence Sequence)>? node = _queue.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.Job == job) _queue.Remove(node);
            }
        }
    }

    private void Work()
    {
        var worker = new BatchWorker(Model, GroupSize);
        var taken = new List<LiveSequence>(GroupSize);
        while (Take(worker, taken))
        {
            long start = Stopwatch.GetTimestamp();
            int before = worker.Active;
            try
            {
                worker.Admit(CollectionsMarshal.AsSpan(taken));
                Interlocked.Add(ref _active, worker.Active - before);
                before = worker.Active;
                _options.BeforeStep?.Invoke();
                Interlocked.Add(ref _pixels, worker.Step());
            }
            catch (Exception e)
            {
                // Whatever it is, its callers hear of it, and the next ones are served.
                foreach (LiveSequence sequence in taken) sequence.Fail(e);
                worker.Fail(e);
            }

            Interlocked.Add(ref _active, worker.Active - before);
            Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - start);
        }

        worker.Fail(new OperationCanceledException("the decoder was closed"));
        if (Interlocked.Decrement(ref _running) == 0) _ended.TrySetResult();
    }

    /// <summary>Takes who waits, as far as there is room: no more than a thread's share, so that all threads have something to do. Sleeps while there is nothing.</summary>
    /// <returns>Whether to go on.</returns>
    private bool Take(BatchWorker worker, List<LiveSequence> taken)
    {
        taken.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0 && worker.Active == 0 && !_stopped) Monitor.Wait(_gate);
            if (_stopped) return false;
            for (int share = Math.Min(worker.Free, (_queue.Count + _threads.Length - 1) / _threads.Length); share > 0; share--)
            {
                taken.Add(_queue.First!.Value.Sequence);
                _queue.RemoveFirst();
            }
        }

        return true;
    }

    /// <summary>Gives up what is under way, and waits for the threads to end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<LiveJob> waiting;
        lock (_gate)
        {
            _stopped = true;
            waiting = [.. _queue.Select(w => w.Job)];
            _queue.Clear();
            Monitor.PulseAll(_gate);
        }

        foreach (LiveJob job in waiting) job.Cancel(new CancellationToken(canceled: true));
        await _ended.Task.ConfigureAwait(false);
    }
}
