using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Weights;

/// <summary>A request to a <see cref="FileServer"/>.</summary>
internal sealed record FileRequest(string Path, string? Range, string? IfRange);

/// <summary>A server on loopback that serves one file, with optional range requests and faults.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private LoopbackServer _server = null!;
    private readonly ConcurrentQueue<FileRequest> _requests = new();

    private FileServer()
    {
    }

    public Uri Address => _server.Address;

    public IReadOnlyList<FileRequest> Requests => [.. _requests];

    public byte[] Content { get; set; } = [];

    public string ETag { get; set; } = "\"one\"";

    public bool SupportsRanges { get; set; } = true;

    /// <summary>For each response the number of bytes after which the connection is cut; later responses are complete.</summary>
    public Queue<int> Cuts { get; } = new();

    /// <summary>Replaces a response; returns false for the normal response.</summary>
    public Func<HttpContext, bool>? Fault { get; set; }

    public static async Task<FileServer> StartAsync()
    {
        var server = new FileServer();
        server._server = await LoopbackServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string? range = context.Request.Headers.Range, condition = context.Request.Headers.IfRange;
        _requests.Enqueue(new FileRequest(context.Request.Path.Value!, range, condition));
        if (Fault?.Invoke(context) == true) return;
        int from = 0;
        context.Response.Headers.ETag = ETag;
        if (SupportsRanges && range is not null && (condition is null || condition == ETag))
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            if (from >= Content.Length)
            {
                context.Response.StatusCode = 416;
                context.Response.Headers.ContentRange = $"bytes */{Content.Length}";
                return;
            }

            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{Content.Length - 1}/{Content.Length}";
        }

        context.Response.ContentLength = Content.Length - from;
        int end = Cuts.TryDequeue(out int cut) ? Math.Min(Content.Length, from + cut) : Content.Length;
        await context.Response.Body.WriteAsync(Content.AsMemory(from, end - from));
        await context.Response.Body.FlushAsync();
        if (end < Content.Length) context.Abort();
    }
}
