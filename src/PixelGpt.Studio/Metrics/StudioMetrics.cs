using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PixelGpt.Studio.Metrics;

/// <summary>The instruments of the studio's <see cref="Meter"/>, which <c>/metrics</c>, OpenTelemetry and <c>dotnet-counters</c> read.</summary>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PixelGpt.Studio";

    /// <summary>The name of the instrument for the duration of requests.</summary>
    public const string RequestDuration = "pixelgpt.request.duration";

    /// <summary>The name of the instrument for the duration of completions.</summary>
    public const string CompletionDuration = "pixelgpt.completion.duration";

    private readonly Meter _meter;
    private readonly Counter<long> _completions;
    private readonly Counter<long> _pixels;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _requestDuration;
    private readonly Counter<long> _endedTrainings;

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
            CompletionDuration, "s", "Seconds from the request to the last pixel.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60] });
        _requestDuration = _meter.CreateHistogram(
            RequestDuration, "s", "Seconds from the request to the end of the response of the API, by method and route.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60] });
        _endedTrainings = _meter.CreateCounter<long>("pixelgpt.trainings.ended", "{run}", "Runs whose training has ended, by state.");
        _meter.CreateObservableGauge("pixelgpt.queue.length", waiting, "{picture}", "Waiting pictures.");
        _meter.CreateObservableGauge("pixelgpt.drawing", active, "{picture}", "Pictures that are being generated.");
    }

    /// <summary>Adds zero to all counters, so that a monitoring system sees their first increase. It must listen before.</summary>
    public void AddZeros()
    {
        foreach (int status in (int[])[200, 400, 500]) AddResponse(status, 0);
        foreach (CompletionOutcome outcome in Enum.GetValues<CompletionOutcome>()) Record(outcome, 0);
        foreach (string state in (string[])["done", "stopped", "failed"]) _endedTrainings.Add(0, new KeyValuePair<string, object?>("state", state));
        _pixels.Add(0);
    }

    /// <summary>Observes the numbers of runs that are being trained and that wait.</summary>
    public void ObserveTrainings(Func<(int Training, int Queued)> count) => _meter.CreateObservableGauge(
        "pixelgpt.trainings",
        () =>
        {
            (int training, int queued) = count();
            return (Measurement<int>[])[new(training, new KeyValuePair<string, object?>("state", "training")), new(queued, new KeyValuePair<string, object?>("state", "queued"))];
        },
        "{run}",
        "Runs that are being trained or wait, by state.");

    /// <summary>Records that the training of a run has ended.</summary>
    /// <param name="state">done, stopped or failed.</param>
    public void RecordTraining(string state) => _endedTrainings.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <summary>Records a response of the API.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="route">The route with placeholders instead of ids; null for paths that do not exist.</param>
    /// <param name="status">The status.</param>
    /// <param name="duration">The duration of the request.</param>
    public void RecordResponse(string method, string? route, int status, TimeSpan duration)
    {
        AddResponse(status, 1);
        if (route is not null) _requestDuration.Record(duration.TotalSeconds, RouteTags(method, route));
    }

    /// <summary>Returns the tags of a route.</summary>
    public static KeyValuePair<string, object?>[] RouteTags(string method, string route) => [new("method", method), new("route", route)];

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

    private void AddResponse(int status, int count) => _requests.Add(count, new KeyValuePair<string, object?>("status", $"{status / 100}xx"));

    private static string LabelOf(CompletionOutcome outcome) => outcome switch
    {
        CompletionOutcome.Finished => "finished",
        CompletionOutcome.Rejected => "rejected",
        CompletionOutcome.Abandoned => "abandoned",
        CompletionOutcome.TimedOut => "timed_out",
        _ => "failed",
    };
}
