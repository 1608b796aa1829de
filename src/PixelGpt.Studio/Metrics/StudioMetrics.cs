using System.Diagnostics;
using System.Diagnostics.Metrics;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Metrics;

/// <summary>What the studio measures, for whatever listens to <see cref="Meter"/>s (OpenTelemetry, <c>dotnet-counters</c>, /metrics).</summary>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PixelGpt.Studio";

    private readonly Meter _meter;
    private readonly Counter<long> _completions;
    private readonly Counter<long> _pixels;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _requests;

    public StudioMetrics(IMeterFactory factory, ModelStore models)
    {
        _meter = factory.Create(MeterName);
        _requests = _meter.CreateCounter<long>("pixelgpt.requests", "{request}", "Requests to the API, by the class of their status.");
        _completions = _meter.CreateCounter<long>("pixelgpt.completions", "{picture}", "Pictures that were asked for, by what came of them.");
        _pixels = _meter.CreateCounter<long>("pixelgpt.pixels", "{pixel}", "Pixels drawn.");
        _duration = _meter.CreateHistogram(
            "pixelgpt.completion.duration", "s", "Seconds from request to last pixel.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60] });
        _meter.CreateObservableGauge("pixelgpt.queue.length", () => models.Waiting, "{picture}", "Pictures that wait for their turn.");
        _meter.CreateObservableGauge("pixelgpt.drawing", () => models.Active, "{picture}", "Pictures being drawn.");
    }

    /// <summary>An answer was given.</summary>
    public void Answered(int status) => _requests.Add(1, new KeyValuePair<string, object?>("status", $"{status / 100}xx"));

    /// <summary>Pictures are done.</summary>
    public void Finished(int pictures, int pixels, long since)
    {
        _completions.Add(pictures, new KeyValuePair<string, object?>("outcome", "finished"));
        _pixels.Add(pixels);
        _duration.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    /// <summary>Pictures were not drawn.</summary>
    /// <param name="outcome"><c>rejected</c> (no room), <c>abandoned</c> (the caller left), <c>failed</c>.</param>
    /// <param name="pictures">How many.</param>
    public void NotFinished(string outcome, int pictures) => _completions.Add(pictures, new KeyValuePair<string, object?>("outcome", outcome));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
