using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Weights;

/// <summary>What was asked of a <see cref="FileServer"/>.</summary>
internal sealed record FileRequest(string Path, string? Range, string? IfRange);

/// <summary>A server on loopback that gives one file, whole or in parts, and misbehaves where a test says so.</summary>
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

    public bool GivesParts { get; set; } = true;

    /// <summary>After how many bytes the connection is cut, an answer each; none once they are used up.</summary>
    public Queue<int> Cuts { get; } = new();

    /// <summary>Answers in place of the server; false leaves the answer to it.</summary>
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
        if (GivesParts && range is not null && (condition is null || condition == ETag))
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
