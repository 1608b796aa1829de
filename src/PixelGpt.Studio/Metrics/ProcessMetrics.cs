using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PixelGpt.Studio.Metrics;

/// <summary>Writes metrics of the process in the Prometheus text format, with the names that Prometheus clients use.</summary>
internal static class ProcessMetrics
{
    /// <summary>Appends the current values.</summary>
    public static void Write(StringBuilder text)
    {
        using var process = Process.GetCurrentProcess();
        Append(text, "process_cpu_seconds_total", "counter", "Processor time of the process.", process.TotalProcessorTime.TotalSeconds);
        Append(text, "process_resident_memory_bytes", "gauge", "Physical memory of the process.", process.WorkingSet64);
        Append(text, "process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.", new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        Append(text, "process_open_handles", "gauge", "Open handles, on Linux file descriptors.", process.HandleCount);
        Append(text, "process_threads", "gauge", "Threads of the process.", process.Threads.Count);
        Append(text, "dotnet_gc_heap_bytes", "gauge", "Managed heap, including garbage that is not collected yet.", GC.GetTotalMemory(forceFullCollection: false));
        Append(text, "dotnet_threadpool_queue_length", "gauge", "Work that waits for a thread of the thread pool.", ThreadPool.PendingWorkItemCount);
    }

    private static void Append(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
