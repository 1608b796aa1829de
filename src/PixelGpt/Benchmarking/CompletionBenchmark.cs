using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Benchmarking;

/// <summary>Times the finishing of pictures, greedily, from the share of them that prompts keep.</summary>
internal static class CompletionBenchmark
{
    /// <summary>A call that takes so long needs no second one to warm up.</summary>
    private const double LongSeconds = 0.5;

    /// <summary>Milliseconds of one picture at a time on one thread, each another sprite's.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="sprites">What to finish.</param>
    /// <param name="onlyFirst">Whether to stop behind the first pixel drawn.</param>
    /// <param name="least">How many to time at least.</param>
    /// <param name="seconds">For how long at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static MeasurementSummary One(PixelModel model, IReadOnlyList<Sprite> sprites, bool onlyFirst, int least, double seconds, CancellationToken cancellationToken)
    {
        CompletionRequest[] requests = Requests(sprites, sprites.Count);
        if (onlyFirst) requests = [.. requests.Select(r => r with { Length = r.Prompt.Length + 1 })];
        using var decoder = new PixelDecoder(model, threads: 1);
        return Time(i => decoder.Complete([requests[i % requests.Length]], GenerationOptions.Greedy, null, cancellationToken), least, seconds) * 1000;
    }

    /// <summary>Seconds of many pictures at once.</summary>
    public static MeasurementSummary Batch(PixelModel model, IReadOnlyList<Sprite> sprites, int pictures, int threads, int least, double seconds, CancellationToken cancellationToken)
    {
        CompletionRequest[] requests = Requests(sprites, pictures);
        using var decoder = new PixelDecoder(model, threads);
        return Time(_ => decoder.Complete(requests, GenerationOptions.Greedy, null, cancellationToken), least, seconds);
    }

    /// <summary>So many beginnings of sprites, over again from the first where there are too few.</summary>
    private static CompletionRequest[] Requests(IReadOnlyList<Sprite> sprites, int count) =>
        [.. Enumerable.Range(0, count).Select(i => sprites[i % sprites.Count]).Select((s, i) => new CompletionRequest(SequenceViews.Test(s), s.Width * s.Height, (ulong)i, s.Width))];

    /// <summary>Seconds of a call, at least so often and for so long, after one or two that warm up.</summary>
    private static MeasurementSummary Time(Action<int> call, int least, double seconds)
    {
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        call(0);
        if (Stopwatch.GetElapsedTime(began).TotalSeconds < LongSeconds) call(1);
        began = Stopwatch.GetTimestamp();
        while (times.Count < least || Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            call(times.Count);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return MeasurementSummary.Of(times);
    }
}
