using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio;

/// <summary>Configures the log.</summary>
internal static class StudioLogging
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Adds the log on standard error; standard output has only the result of the command. Entries of ASP.NET Core are written if they are errors.</summary>
    public static void Add(ILoggingBuilder logging, StudioOptions options)
    {
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.LogFormat == LogFormat.Json) logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = (TimeFormat, true));
        else logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, TimeFormat + " ", true));

        // The error of a failed start is reported by StartAsync.
        logging.SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddFilter("PixelGpt", options.LogLevel ?? (options.HasKeys ? LogLevel.Information : LogLevel.Warning));
    }
}
