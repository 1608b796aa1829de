using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PixelGpt.Studio.Metrics;

/// <summary>Collects the studio's metrics and writes them in the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();

    /// <summary>Starts listening to the studio's meter.</summary>
    /// <param name="meters">The factory of the meter; other studios of the same process have other factories.</param>
    public PrometheusText(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != StudioMetrics.MeterName || instrument.Meter.Scope != meters) return;
            _instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Adds a series without measurements, so that it is there before the first one.</summary>
    /// <param name="instrument">The name of the instrument.</param>
    /// <param name="tags">The tags of the series.</param>
    public void AddEmpty(string instrument, params ReadOnlySpan<KeyValuePair<string, object?>> tags) => _series.TryAdd((_instruments[instrument], LabelsOf(tags)), new Series(_instruments[instrument]));

    /// <summary>Returns the current values of all series.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (IGrouping<Instrument, KeyValuePair<(Instrument Instrument, string Labels), Series>> group in _series.GroupBy(s => s.Key.Instrument).OrderBy(g => g.Key.Name, StringComparer.Ordinal))
        {
            string name = NameOf(group.Key), type = group.Key switch { Histogram<double> => "histogram", Counter<long> => "counter", _ => "gauge" };
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {group.Key.Description}\n# TYPE {name} {type}\n");
            foreach (((_, string labels), Series series) in group.OrderBy(s => s.Key.Labels, StringComparer.Ordinal)) series.Write(text, name, labels);
        }

        ProcessMetrics.Write(text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.GetOrAdd((instrument, LabelsOf(tags)), key => new Series(key.Instrument)).Add(value);

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach ((string name, object? value) in tags)
        {
            string text = value?.ToString() ?? "";
            if (labels.Length > 0) labels.Append(',');
            labels.Append(name).Append("=\"").Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }

        return labels.ToString();
    }

    /// <summary>Converts a name to Prometheus conventions: underscores for dots, the unit as a suffix, and _total for counters.</summary>
    private static string NameOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument is Counter<long> ? name + "_total" : name;
    }

    private sealed class Series(Instrument instrument)
    {
        private readonly double[] _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
        private readonly long[] _counts = new long[instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } all } ? all.Count + 1 : 0];
        private readonly Lock _gate = new();
        private double _value;
        private long _count;

        public void Add(double value)
        {
            lock (_gate)
            {
                _value = instrument.IsObservable ? value : _value + value;
                _count++;
                if (_counts.Length == 0) return;
                int bucket = Array.FindIndex(_bounds, b => value <= b);
                _counts[bucket < 0 ? _bounds.Length : bucket]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_gate)
            {
                string braces = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (_counts.Length == 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {_value}\n");
                    return;
                }

                string first = labels.Length == 0 ? "" : labels + ",";
                long sum = 0;
                for (int i = 0; i < _counts.Length; i++)
                {
                    sum += _counts[i];
                    string bound = i < _bounds.Length ? _bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{first}le=\"{bound}\"}} {sum}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {_value}\n{name}_count{braces} {_count}\n");
            }
        }
    }
}
