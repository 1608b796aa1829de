using System.Threading.Channels;

namespace PixelGpt.Generation.Batching;

/// <summary>One call to a <see cref="BatchingDecoder"/>: one or several completions, returned as a stream of pixels or all at the end.</summary>
internal sealed class GenerationJob
{
    private readonly GeneratedPicture[] _pictures;
    private readonly TaskCompletionSource<IReadOnlyList<GeneratedPicture>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<GeneratedPixel>? _pixels;
    private int _remaining;

    /// <param name="client">The client that takes turns with others.</param>
    /// <param name="sequences">Number of completions.</param>
    /// <param name="alternatives">Number of most probable colours to return per pixel.</param>
    /// <param name="isStreamed">Whether pixels are written to <see cref="Pixels"/>. The channel is unbounded, because the number of pixels is limited by the pictures.</param>
    public GenerationJob(string client, int sequences, int alternatives, bool isStreamed)
    {
        (Client, _pictures, _remaining, Alternatives) = (client, new GeneratedPicture[sequences], sequences, alternatives);
        if (isStreamed) _pixels = Channel.CreateUnbounded<GeneratedPixel>(new UnboundedChannelOptions { SingleReader = true });
    }

    /// <summary>The client that takes turns with others.</summary>
    public string Client { get; }

    /// <summary>The number of most probable colours to return per pixel.</summary>
    public int Alternatives { get; }

    /// <summary>Whether pixels are written to <see cref="Pixels"/>.</summary>
    public bool IsStreamed => _pixels is not null;

    /// <summary>The pictures, once all are complete.</summary>
    public Task<IReadOnlyList<GeneratedPicture>> Result => _result.Task;

    /// <summary>The pixels of a streamed job as they are generated. Ends after <see cref="Result"/> has completed.</summary>
    public ChannelReader<GeneratedPixel> Pixels => _pixels!.Reader;

    /// <summary>Whether the job is complete, failed or cancelled.</summary>
    public bool IsOver => _result.Task.IsCompleted;

    public void Write(GeneratedPixel pixel) => _pixels!.Writer.TryWrite(pixel);

    public void Complete(GeneratedPicture picture)
    {
        _pictures[picture.Sequence] = picture;
        if (Interlocked.Decrement(ref _remaining) > 0) return;
        _result.TrySetResult(_pictures);
        _pixels?.Writer.TryComplete();
    }

    public void Fail(Exception error)
    {
        if (_result.TrySetException(error)) _pixels?.Writer.TryComplete(error);
    }

    public void Cancel(CancellationToken token)
    {
        if (_result.TrySetCanceled(token)) _pixels?.Writer.TryComplete(new OperationCanceledException(token));
    }
}
