using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Editing;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Api;

/// <summary>The connection of one editor: a greeting, then any number of drawings, one at a time.</summary>
/// <param name="socket">The connection.</param>
/// <param name="client">Returns the client, which takes turns with others; its key is known only after the greeting.</param>
/// <param name="checkKey">Checks the API key in the greeting, or null, and throws if it gives no access.</param>
/// <param name="models">The models, for the sizes in the reply to the greeting.</param>
/// <param name="drawings">Draws candidates.</param>
/// <param name="draining">Counts drawings, and refuses them when the studio closes.</param>
/// <param name="options">The clock of the time limits.</param>
/// <param name="reportFailure">Receives errors that are not the client's.</param>
internal sealed class EditorSession(EditorSocket socket, Func<string> client, Action<string?> checkKey, ModelStore models, Drawings drawings, Draining draining, StudioOptions options, Action<Exception> reportFailure)
{
    private const int ProtocolVersion = 1;

    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(10);

    private CancellationTokenSource? _drawing;
    private Task _drawn = Task.CompletedTask;
    private volatile bool _isDrawing;

    /// <summary>Serves the connection until one side closes it.</summary>
    /// <param name="aborted">Cancelled when the connection breaks.</param>
    /// <param name="stopping">Cancelled when the studio closes.</param>
    public async Task RunAsync(CancellationToken aborted, CancellationToken stopping)
    {
        var status = WebSocketCloseStatus.NormalClosure;
        try
        {
            EditorRequest? request = await NextAsync(GreetingLimit, aborted, stopping);
            if (request is not null) await GreetAsync(request, aborted);
            while (request is not null)
            {
                request = await NextAsync(IdleLimit, aborted, stopping);
                if (request is not null) await HandleAsync(request, aborted, stopping);
            }
        }
        catch (Exception e) when (!aborted.IsCancellationRequested && e is not WebSocketException)
        {
            status = e is ApiException { Status: StatusCodes.Status413PayloadTooLarge } ? WebSocketCloseStatus.MessageTooBig
                : stopping.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.PolicyViolation;
            await socket.SendAsync(ToReply(e, null), aborted);
        }
        finally
        {
            _drawing?.Cancel();
            await _drawn;
            _drawing?.Dispose();
        }

        await socket.CloseAsync(status, aborted);
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>The message; null if the client closes the connection.</returns>
    private async Task<EditorRequest?> NextAsync(TimeSpan limit, CancellationToken aborted, CancellationToken stopping)
    {
        Task<EditorRequest?> receiving = socket.ReceiveAsync(aborted);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        Task deadline = Task.Delay(limit, options.TimeProvider, waiting.Token);
        if (await Task.WhenAny(receiving, deadline) == receiving)
        {
            await waiting.CancelAsync();
            return await receiving;
        }

        // The connection ends now, so the result of this read is not used.
        _ = receiving.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await deadline;
        throw new ApiException(StatusCodes.Status408RequestTimeout, $"there was no message for {limit.TotalSeconds:0} seconds; connect again");
    }

    private async Task GreetAsync(EditorRequest request, CancellationToken aborted)
    {
        if (request is not HelloRequest hello) throw new InputException("the first message must be of the type 'hello'");
        checkKey(hello.ApiKey);
        InputException.Check(hello.Version == ProtocolVersion, "version", hello.Version, $"{ProtocolVersion}; update the extension or the studio");
        await using ModelLease lease = await models.UseAsync(hello.Model, null, aborted);
        await socket.SendAsync(new ReadyReply(ProtocolVersion, hello.Model, ModelSizes.MaxCanvasSide, ModelSizes.MaxCanvasSide, lease.Model.HasFreePalette), aborted);
    }

    private async Task HandleAsync(EditorRequest request, CancellationToken aborted, CancellationToken stopping)
    {
        switch (request)
        {
            case DrawRequest draw when !_isDrawing:
                await _drawn;
                _drawing?.Dispose();
                _drawing = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                _isDrawing = true;
                _drawn = DrawAsync(draw, _drawing.Token, aborted, stopping);
                break;
            case DrawRequest draw:
                await socket.SendAsync(ToReply(ApiException.Conflict("the previous drawing is not complete; wait for it, or cancel it"), draw.Id), aborted);
                break;
            case CancelRequest:
                _drawing?.Cancel();
                break;
            default:
                throw new InputException("'hello' is only allowed as the first message");
        }
    }

    /// <summary>Draws candidates and sends them. All errors are sent as messages.</summary>
    private async Task DrawAsync(DrawRequest request, CancellationToken cancelled, CancellationToken aborted, CancellationToken stopping)
    {
        try
        {
            EditorReply last = await SendCandidatesAsync(request, cancelled, aborted, stopping);

            // Set before the client knows that it may send the next picture.
            _isDrawing = false;
            await socket.SendAsync(last, aborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has disconnected, so no message can be sent.
        }
    }

    private async Task<EditorReply> SendCandidatesAsync(DrawRequest request, CancellationToken cancelled, CancellationToken aborted, CancellationToken stopping)
    {
        try
        {
            using IDisposable place = draining.Enter();
            await using Drawing drawing = await drawings.StartAsync(request.ToDrawing() with { Client = client() }, cancelled);
            EditorReply? last = null;
            await foreach (DrawingEvent item in drawing.ReadAsync(cancelled, stopping))
            {
                if (item is ProgressEvent progress) await socket.SendAsync(new ProgressReply(request.Id, progress.Done, progress.Total), aborted);
                else if (item is CandidateEvent candidate) await socket.SendAsync(candidate.ToReply(request.Id), aborted);
                else if (item is DrawnEvent drawn) last = new DoneReply(request.Id, drawn.Ranking, Math.Round(drawn.Duration.TotalSeconds, 3), drawing.Notes);
            }

            return last!;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return new CancelledReply(request.Id);
        }
        catch (Exception e) when (e is not WebSocketException && !aborted.IsCancellationRequested)
        {
            return ToReply(e, request.Id);
        }
    }

    private ErrorReply ToReply(Exception exception, int? id)
    {
        ProblemDetails problem = exception switch
        {
            JsonException json => ProblemDetailsMapper.FromMessage(json),
            NotSupportedException => ProblemDetailsMapper.Create(StatusCodes.Status400BadRequest, "a message must have a 'type'"),
            _ => ProblemDetailsMapper.FromException(exception),
        };
        if (problem.Status == StatusCodes.Status500InternalServerError) reportFailure(exception);
        return new ErrorReply(id, problem.Status!.Value, problem.Title!, problem.Detail!);
    }
}
