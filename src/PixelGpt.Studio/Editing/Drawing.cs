using System.Runtime.CompilerServices;
using PixelGpt.Runs;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Editing;

/// <summary>Candidates that are being drawn.</summary>
internal sealed class Drawing(CompletionStream stream, ModelPicture picture, int total) : IAsyncDisposable
{
    /// <summary>The number of progress events.</summary>
    private const int Steps = 20;

    /// <summary>What a user may want to know about the picture.</summary>
    public IReadOnlyList<string> Notes => picture.Notes;

    /// <summary>Returns the events.</summary>
    /// <param name="aborted">Cancelled when the candidates are no longer needed.</param>
    /// <param name="stopping">Cancelled when the studio closes.</param>
    public async IAsyncEnumerable<DrawingEvent> ReadAsync([EnumeratorCancellation] CancellationToken aborted, CancellationToken stopping)
    {
        int done = 0;
        yield return new ProgressEvent(0, total);
        await foreach (CompletionEvent item in stream.ReadAsync(aborted, stopping))
        {
            switch (item)
            {
                case PixelEvent:
                    if (++done * Steps / total != (done - 1) * Steps / total) yield return new ProgressEvent(done, total);
                    break;
                case PictureEvent { Picture: var drawn }:
                    yield return new CandidateEvent(drawn.Sequence, picture.ToImage(drawn.Pixels));
                    break;
                case FinishedEvent finished:
                    double[] scores = CandidateScores.Compare(finished.Pictures);
                    yield return new DrawnEvent([.. finished.Pictures.OrderByDescending(p => scores[p.Sequence]).Select(p => p.Sequence)], finished.Duration);
                    break;
                case FailedEvent failed:
                    throw failed.Error;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
