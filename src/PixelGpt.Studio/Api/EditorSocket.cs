using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>Reads and writes the messages of a WebSocket connection as JSON.</summary>
internal sealed class EditorSocket(WebSocket socket) : IDisposable
{
    /// <summary>The maximum size of a message; a picture of 64×64 pixels with its mask takes 28 KiB.</summary>
    public const int MaxMessageBytes = 1 << 20;

    // A WebSocket allows one pending send, and the replies to a drawing and to other messages can coincide.
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Waits for the next message.</summary>
    /// <returns>The message; null if the client closes the connection.</returns>
    /// <exception cref="InputException">The message is no text.</exception>
    /// <exception cref="JsonException">The message is invalid.</exception>
    /// <exception cref="ApiException">The message is too large.</exception>
    public async Task<EditorRequest?> ReceiveAsync(CancellationToken aborted)
    {
        byte[] buffer = new byte[4096];
        using var message = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), aborted);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (message.Length + part.Count > MaxMessageBytes) throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"the message exceeds {MaxMessageBytes >> 20} MiB; send a smaller part of the picture");
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        if (part.MessageType != WebSocketMessageType.Text) throw new InputException("a message must be JSON in a text message (got a binary message)");
        return JsonSerializer.Deserialize(message.GetBuffer().AsSpan(0, (int)message.Length), StudioJson.Api.EditorRequest) ?? throw new JsonException("a message must not be null");
    }

    /// <summary>Sends a message.</summary>
    public async Task SendAsync(EditorReply reply, CancellationToken aborted)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(reply, StudioJson.Api.EditorReply);
        await _sending.WaitAsync(aborted);
        try
        {
            await socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, aborted);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends the last message of the connection.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, CancellationToken aborted)
    {
        await _sending.WaitAsync(aborted);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, null, aborted);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sending.Dispose();
}
