using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Benchmarking;

/// <summary>Times greedy completions with the default prompt fraction.</summary>
internal static class CompletionBenchmark
{
    /// <summary>If the first call takes at least this long, no second call is needed as warm-up.</summary>
    private const double LongSeconds = 0.5;

    /// <summary>Measures the milliseconds of completing one picture at a time on one thread, each from a different sprite.</summary>
    /// <param name="model">Model to measure.</param>
    /// <param name="sprites">Sprites to complete.</param>
    /// <param name="firstPixelOnly">Whether to stop after the first generated pixel.</param>
    /// <param name="minCount">Minimum number of completions to time.</param>
    /// <param name="minSeconds">Minimum duration of the measurement, in seconds.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    public static MeasurementSummary One(PixelModel model, IReadOnlyList<Sprite> sprites, bool firstPixelOnly, int minCount, double minSeconds, CancellationToken cancellationToken)
    {
        CompletionRequest[] requests = Requests(sprites, sprites.Count);
        if (firstPixelOnly) requests = [.. requests.Select(r => r with { Length = r.Prompt.Length + 1 })];
        using var decoder = new PixelDecoder(model, threads: 1);
        return Time(i => decoder.Complete([requests[i % requests.Length]], GenerationOptions.Greedy, null, cancellationToken), minCount, minSeconds) * 1000;
    }

    /// <summary>Measures the seconds of completing many pictures at once.</summary>
    /// <param name="model">Model to measure.</param>
    /// <param name="sprites">Sprites to complete.</param>
    /// <param name="pictures">Number of pictures.</param>
    /// <param name="threads">Number of threads to use.</param>
    /// <param name="minCount">Minimum number of calls to time.</param>
    /// <param name="minSeconds">Minimum duration of the measurement, in seconds.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    public static MeasurementSummary Batch(PixelModel model, IReadOnlyList<Sprite> sprites, int pictures, int threads, int minCount, double minSeconds, CancellationToken cancellationToken)
    {
        CompletionRequest[] requests = Requests(sprites, pictures);
        using var decoder = new PixelDecoder(model, threads);
        return Time(_ => decoder.Complete(requests, GenerationOptions.Greedy, null, cancellationToken), minCount, minSeconds);
    }

    /// <summary>Creates requests with the prompts of sprites, repeated from the start if there are too few sprites.</summary>
    private static CompletionRequest[] Requests(IReadOnlyList<Sprite> sprites, int count) =>
        [.. Enumerable.Range(0, count).Select(i => sprites[i % sprites.Count]).Select((s, i) => new CompletionRequest(SequenceViews.Test(s), s.Width * s.Height, (ulong)i, s.Width) { Height = s.Height })];

    /// <summary>Measures the seconds of a call, after one or two calls as warm-up.</summary>
    private static MeasurementSummary Time(Action<int> call, int minCount, double minSeconds)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        call(0);
        if (Stopwatch.GetElapsedTime(start).TotalSeconds < LongSeconds) call(1);
        start = Stopwatch.GetTimestamp();
        while (times.Count < minCount || Stopwatch.GetElapsedTime(start).TotalSeconds < minSeconds)
        {
            long callStart = Stopwatch.GetTimestamp();
            call(times.Count);
            times.Add(Stopwatch.GetElapsedTime(callStart).TotalSeconds);
        }

        return MeasurementSummary.Of(times);
    }
}
