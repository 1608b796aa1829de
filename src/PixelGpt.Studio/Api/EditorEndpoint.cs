using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Editing;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Api;

/// <summary>The WebSocket endpoint <c>/editor</c>, over which paint programs ask for candidates of their pictures.</summary>
internal static partial class EditorEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteGroupBuilder MapEditor(this RouteGroupBuilder group)
    {
        // OpenAPI cannot describe WebSockets; docs/http-api.md has the messages.
        group.MapGet("/editor", ConnectAsync).ExcludeFromDescription();
        return group;
    }

    private static async Task ConnectAsync(
        HttpContext context, EditorConnections connections, RequestGuard guard, ModelStore models, Drawings drawings, Draining draining, StudioOptions options, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw new ApiException(StatusCodes.Status426UpgradeRequired, "this path is for WebSocket connections of paint programs; for HTTP requests use /api/v1/completions");
        using WebSocket connection = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new EditorSocket(connection);
        CancellationToken aborted = context.RequestAborted;
        try
        {
            using IDisposable? place = connections.TryEnter();
            if (place is null)
            {
                // Sent as a message, because paint programs do not show the status of a refused connection.
                await socket.SendAsync(new ErrorReply(null, StatusCodes.Status429TooManyRequests, "Too Many Requests", $"{EditorConnections.Max} editors are connected; close one and try again"), aborted);
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, aborted);
                return;
            }

            var session = new EditorSession(socket, () => ClientName.Of(context), key => guard.CheckEditorKey(context.Request, key), models, drawings, draining, options, e => LogFailure(loggers.CreateLogger("PixelGpt.Studio"), e));
            await session.RunAsync(aborted, lifetime.ApplicationStopping);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has disconnected, so no message can be sent.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a drawing for an editor failed")]
    private static partial void LogFailure(ILogger logger, Exception e);
}
