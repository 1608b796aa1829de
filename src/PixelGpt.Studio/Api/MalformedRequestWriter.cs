using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>The output of a connection. It passes everything on, and adds problem details to a response without a body when asked to.</summary>
internal sealed class MalformedRequestWriter(PipeWriter inner) : PipeWriter
{
    private const string NoBody = "Content-Length: 0\r\n";

    private ArrayBufferWriter<byte>? _response;
    private ProblemDetails? _problem;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes + (_response?.WrittenCount ?? 0);

    /// <summary>Adds problem details to what is written up to the next flush, if it is one response without a body.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">What is wrong, in one line.</param>
    public void ReplaceNext(int status, string detail)
    {
        _problem = ProblemDetailsMapper.Create(status, detail);
        _response = new ArrayBufferWriter<byte>();
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _response?.GetMemory(sizeHint) ?? inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _response is null ? inner.GetSpan(sizeHint) : _response.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if (_response is null) inner.Advance(bytes);
        else _response.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        PassOn();
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        PassOn();
        inner.Complete(exception);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        PassOn();
        return inner.CompleteAsync(exception);
    }

    private void PassOn()
    {
        if (_response is not { WrittenCount: > 0 } response) return;
        string head = Encoding.Latin1.GetString(response.WrittenSpan);
        if (head.StartsWith($"HTTP/1.1 {_problem!.Status}", StringComparison.Ordinal) && head.IndexOf("\r\n\r\n", StringComparison.Ordinal) == head.Length - 4 && head.Contains(NoBody, StringComparison.Ordinal))
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(_problem, StudioJson.Api.ProblemDetails);
            inner.Write(Encoding.Latin1.GetBytes(head.Replace(NoBody, $"Content-Length: {body.Length}\r\nContent-Type: application/problem+json\r\n", StringComparison.Ordinal)));
            inner.Write(body);
        }
        else
        {
            inner.Write(response.WrittenSpan);
        }

        _response = null;
        _problem = null;
    }
}
