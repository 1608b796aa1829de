using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>
/// Writes a line to the log after each request that can change something, and after each request that was refused because of its key.
/// Other requests have a line of the level debug. Keys and bodies are never written.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "PixelGpt.Studio.Audit";

    private const int MaxPathLength = 300;

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>Runs the rest of the pipeline and writes the line.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Write(context, Stopwatch.GetElapsedTime(start));
        }
    }

    private void Write(HttpContext context, TimeSpan duration)
    {
        KeyRefusal? refusal = context.Features.Get<KeyRefusal>();

        // Guessing keys must not fill the disk.
        if (refusal is { Status: StatusCodes.Status429TooManyRequests }) return;
        LogLevel level = refusal is not null ? LogLevel.Warning : RequestRole.Of(context.Request) == ApiRoles.Train ? LogLevel.Information : LogLevel.Debug;
        if (!_logger.IsEnabled(level)) return;
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();

        // The encoded path has no line breaks.
        string client = address?.ToString() ?? "-", method = Excerpt.Of(context.Request.Method), key = KeyHolder.Of(context).Name;
        string path = Excerpt.Of(context.Request.PathBase.Add(context.Request.Path).ToUriComponent(), MaxPathLength);
        int status = StatusOf(context, refusal);
        long milliseconds = (long)duration.TotalMilliseconds;
        LogRequest(_logger, level, key, client, method, path, status, milliseconds, context.TraceIdentifier);
    }

    /// <summary>Returns the status. The key of an editor is refused after the response to its request to connect, and a client that has disconnected gets no response.</summary>
    private static int StatusOf(HttpContext context, KeyRefusal? refusal) =>
        refusal?.Status ?? (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode);

    [LoggerMessage(Message = "{Key} from {Address}: {Method} {Path} {Status} in {Milliseconds} ms, request {RequestId}")]
    private static partial void LogRequest(ILogger logger, LogLevel level, string key, string address, string method, string path, int status, long milliseconds, string requestId);
}
