using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PixelGpt.Studio.Metrics;

/// <summary>The instruments of the studio's <see cref="Meter"/>, which <c>/metrics</c>, OpenTelemetry and <c>dotnet-counters</c> read.</summary>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PixelGpt.Studio";

    private readonly Meter _meter;
    private readonly Counter<long> _completions;
    private readonly Counter<long> _pixels;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _requests;

    /// <summary>Creates the meter and its instruments.</summary>
    /// <param name="factory">Creates the meter.</param>
    /// <param name="waiting">Returns the number of waiting pictures.</param>
    /// <param name="active">Returns the number of pictures that are being generated.</param>
    public StudioMetrics(IMeterFactory factory, Func<int> waiting, Func<int> active)
    {
        _meter = factory.Create(MeterName);
        _requests = _meter.CreateCounter<long>("pixelgpt.requests", "{request}", "Requests to the API, by status class.");
        _completions = _meter.CreateCounter<long>("pixelgpt.completions", "{picture}", "Requested pictures, by outcome.");
        _pixels = _meter.CreateCounter<long>("pixelgpt.pixels", "{pixel}", "Generated pixels.");
        _duration = _meter.CreateHistogram(
            "pixelgpt.completion.duration", "s", "Seconds from the request to the last pixel.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60] });
        _meter.CreateObservableGauge("pixelgpt.queue.length", waiting, "{picture}", "Waiting pictures.");
        _meter.CreateObservableGauge("pixelgpt.drawing", active, "{picture}", "Pictures that are being generated.");
    }

    /// <summary>Records a response of the API.</summary>
    public void RecordResponse(int status) => _requests.Add(1, new KeyValuePair<string, object?>("status", $"{status / 100}xx"));

    /// <summary>Records complete pictures.</summary>
    /// <param name="pictures">The number of pictures.</param>
    /// <param name="pixels">The number of generated pixels.</param>
    /// <param name="start">The timestamp of the request (<see cref="Stopwatch.GetTimestamp"/>).</param>
    public void RecordFinished(int pictures, int pixels, long start)
    {
        Record(CompletionOutcome.Finished, pictures);
        _pixels.Add(pixels);
        _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Records the outcome of pictures.</summary>
    public void Record(CompletionOutcome outcome, int pictures) => _completions.Add(pictures, new KeyValuePair<string, object?>("outcome", LabelOf(outcome)));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static string LabelOf(CompletionOutcome outcome) => outcome switch
    {
        CompletionOutcome.Finished => "finished",
        CompletionOutcome.Rejected => "rejected",
        CompletionOutcome.Abandoned => "abandoned",
        CompletionOutcome.TimedOut => "timed_out",
        _ => "failed",
    };
}
