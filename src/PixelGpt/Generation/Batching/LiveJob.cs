using System.Threading.Channels;

namespace PixelGpt.Generation.Batching;

/// <summary>What one caller waits for: one or several pictures, as they come or when all are done.</summary>
internal sealed class LiveJob
{
    private readonly DrawnPicture[] _pictures;
    private readonly TaskCompletionSource<IReadOnlyList<DrawnPicture>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<DrawnPixel>? _pixels;
    private int _left;

    /// <param name="sequences">How many pictures.</param>
    /// <param name="alternatives">How many of the likeliest colours of each pixel to name.</param>
    /// <param name="isStreamed">Whether pixels are told one by one. No bound is needed: there are never more than the pictures have.</param>
    public LiveJob(int sequences, int alternatives, bool isStreamed)
    {
        (_pictures, _left, Alternatives) = (new DrawnPicture[sequences], sequences, alternatives);
        if (isStreamed) _pixels = Channel.CreateUnbounded<DrawnPixel>(new UnboundedChannelOptions { SingleReader = true });
    }

    /// <summary>How many of the likeliest colours are named.</summary>
    public int Alternatives { get; }

    /// <summary>Whether pixels are told one by one.</summary>
    public bool IsStreamed => _pixels is not null;

    /// <summary>The pictures, when all are done.</summary>
    public Task<IReadOnlyList<DrawnPicture>> Result => _result.Task;

    /// <summary>The pixels, as they come; completed before <see cref="Result"/> is looked at.</summary>
    public ChannelReader<DrawnPixel> Pixels => _pixels!.Reader;

    /// <summary>Whether nothing more is wanted of it.</summary>
    public bool IsOver => _result.Task.IsCompleted;

    public void Tell(DrawnPixel pixel) => _pixels!.Writer.TryWrite(pixel);

    public void Finish(DrawnPicture picture)
    {
        _pictures[picture.Sequence] = picture;
        if (Interlocked.Decrement(ref _left) > 0) return;
        _result.TrySetResult(_pictures);
        _pixels?.Writer.TryComplete();
    }

    public void Fail(Exception why)
    {
        if (_result.TrySetException(why)) _pixels?.Writer.TryComplete(why);
    }

    public void Cancel(CancellationToken why)
    {
        if (_result.TrySetCanceled(why)) _pixels?.Writer.TryComplete(new OperationCanceledException(why));
    }
}
